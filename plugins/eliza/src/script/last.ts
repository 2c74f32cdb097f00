import type { Script } from '../script.ts'
import { afterCare } from './care.ts'

/** What is worth coming back to. A reply of a memory has to be right some turns later, so it quotes what was said. */
export const memories: Script['memories'] = [
  {
    match: ['^ my @family @be *'],
    say: [
      'Earlier you said that your {1} {2} {3}. How does that look to you now?',
      'Let us go back: your {1} {2} {3}, you said. Does that still weigh on you?',
    ],
  },
  {
    match: ['my @family', 'my [best/old/new/closest] @person'],
    say: [
      'Earlier you spoke of your {1}. Does that have to do with this?',
      'A while ago you mentioned your {1}. What would you like to add?',
    ],
  },
  {
    match: [
      'i am/feel/felt [@very] @sad',
      'i am/feel/felt [@very] @afraid',
      'i am/feel/felt [@very] @angry',
      'i am/feel/felt [@very] @lonely',
      'i am/feel/felt [@very] @tired',
    ],
    say: [
      'Earlier you said that you felt {1}. Is it still so?',
      'I have not forgotten that you felt {1}. Has talking changed it?',
    ],
  },
  {
    match: ['i want to *', 'i would like to *'],
    say: [
      'You said that you want to {1}. What would be a small step in that direction?',
      'Earlier you said that you want to {1}. Does that have to do with this?',
    ],
  },
  {
    match: ["i can't *"],
    say: [
      'Earlier you said that you cannot {1}. Is that the same difficulty?',
      'You told me that you cannot {1}. Is it always so?',
    ],
  },
  {
    match: ['my job/work/boss/school'],
    say: [
      'Earlier we were at your work. Has that got anything to do with this?',
      'What you said about work comes to my mind. Is there more to it?',
    ],
  },
]

export const fallbacks: Script['fallbacks'] = [
  { after: afterCare, goto: 'staying' },
  {
    say: [
      'Tell me more.',
      'What does that mean to you?',
      'How do you feel about that?',
      'I am not sure that I follow. Could you put it another way?',
      'What else comes to your mind?',
      'Let us stay with that for a moment. What is important about it?',
      'And then?',
      'What would you like to happen?',
      'Go on, I am listening.',
      'Where does that lead you?',
    ],
  },
]
