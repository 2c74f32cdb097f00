import type { Keyword } from '../script.ts'

/** Questions. Those about the world are beyond us, and we say so weakly, so that a solver who knows comes first. */
export const questions: readonly Keyword[] = [
  {
    name: 'question',
    rank: 5,
    words: [
      ...['what', 'which', 'who', 'whom', 'whose', 'where', 'when', 'how', 'why', 'define', 'explain', 'translate'],
      ...[
        'calculate',
        'tell',
        'ask',
        'let',
        'so',
        'know',
        'can',
        'could',
        'would',
        'should',
        'is',
        'are',
        'was',
        'were',
        'do',
        'does',
        'did',
        'will',
        'has',
        'have',
        'show',
        'meaning',
      ],
    ],
    rules: [
      { match: ['i tell/ask you', 'let you know'], goto: 'listening' },
      { match: ['who cares', '^ so what $'], goto: 'unclear' },
      { match: ["why don't/won't/can't/didn't you *"], goto: 'why do I not' },
      {
        match: ['why do/did/would/should you *'],
        say: ['What answer would you like best?', 'My rules say so, and I never ask why. What do you think?'],
      },
      {
        match: ["why can't/couldn't i *"],
        say: [
          'What do you think keeps you from it?',
          'Who in your life does manage to {1}?',
          'What would happen if you managed to {1}?',
        ],
      },
      {
        match: ['why am i *', 'why was i *'],
        say: [
          'Since when do you ask yourself why you are {1}?',
          'What do you tell yourself when you are {1}?',
          'Who says that you are {1}?',
        ],
      },
      {
        match: ['why do i *'],
        say: [
          'When did you first notice that you {1}?',
          'What does it give you, and what does it cost you?',
          'Does anybody else know that you {1}?',
        ],
      },
      {
        match: [
          "why does/do/did/doesn't/don't/didn't he/she/they/my/everyone/everybody/people/nobody",
          'why me',
          'why is/are my/he/she/everyone/everybody',
        ],
        say: [
          'What reasons have you thought of so far?',
          'Could you ask them?',
          'Which answer would you be afraid of?',
        ],
      },
      {
        match: [
          'what/how/where/who/when should/can/could/shall i [do]',
          'should i [@very]',
          'what/how do i do $',
          'what am i [supposed/going] to do',
          'what would you do',
        ],
        say: [
          'I cannot decide that, but you may know more than you think. Which way do you lean?',
          'What would you tell a friend who asks you the same?',
          'What happens if you do nothing for now?',
        ],
      },
      {
        match: ['what if *'],
        say: ['And what if not?', 'How likely is that, honestly?', 'What would you do first, if it came to that?'],
      },
      {
        match: ['^ what $', '^ why $', '^ how $', '^ who $', '^ when $', '^ where $', 'what do you mean'],
        goto: 'unclear',
      },
      {
        match: ['^ why not $'],
        say: ['You tell me: what speaks against it?', 'Indeed, why not? What holds you back?'],
      },
      {
        match: [
          '^ [so/and/well/ok/okay/then/now/please/hey] what/which/who/whom/whose/where/when/how/why',
          'define/explain/translate/calculate',
          'tell me what/which/who/where/when/how/why/about/the',
          'i want/need/like to know',
          'do you know',
          'can/could/would you',
          'show me',
          'the meaning of',
        ],
        goto: 'not knowing',
      },
      {
        match: [
          '^ is/are/was/were/do/does/did the/a/an/there/it/people/computers/machines/robots/dogs/cats',
          '^ will/can/could/has/have the/a/an/there/it/people/computers/machines/robots/dogs/cats',
        ],
        goto: 'yes-or-no question',
      },
    ],
  },
  {
    name: 'not knowing',
    rank: 5,
    words: [],
    rules: [
      {
        weak: true,
        say: [
          'That is beyond me: I can chat, but I know nothing about the world. Why does it interest you?',
          'I do not know; I am only good for a talk. What made you think of that?',
          'You would have to ask somebody who knows things. What would you do with the answer?',
          'I have no idea, I am afraid. Is it important to you?',
        ],
      },
    ],
  },
  {
    name: 'why do I not',
    rank: 5,
    words: [],
    rules: [
      {
        match: ["why don't/won't/can't/didn't you *"],
        say: [
          'Would you really like me to {1}?',
          'What would be different if I did {1}?',
          'Is there somebody else who ought to {1}?',
        ],
      },
    ],
  },
  {
    name: 'unclear',
    rank: 5,
    words: [],
    rules: [
      {
        say: [
          'Sorry, that was unclear of me. Let us go back to you: what were you thinking of?',
          'I put that badly. What did you want to talk about?',
          'Never mind my question. What is going through your head?',
        ],
      },
    ],
  },
  {
    name: 'listening',
    rank: 3,
    words: [],
    rules: [
      {
        say: [
          'I am all ears, if a program may say so. How did it begin?',
          'Take all the time you need. What happened?',
          'How did it feel when those words were said?',
        ],
      },
    ],
  },
  {
    name: 'yes-or-no question',
    rank: 0,
    words: ['?'],
    rules: [
      {
        weak: true,
        say: [
          'I could not say. What do you think yourself?',
          'That is more than I know. What would you like the answer to be?',
          'I can only guess, and my guesses are poor. What makes you ask?',
        ],
      },
    ],
  },
]
