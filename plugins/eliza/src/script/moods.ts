import type { Keyword } from '../script.ts'

/** Feelings that have a name, and nights. */
export const moods: readonly Keyword[] = [
  {
    name: 'sadness',
    rank: 4,
    words: ['@sad', 'hurts', 'hard', 'difficult', 'cry', 'cried', 'depression', 'sadness'],
    rules: [
      {
        match: ['i am/feel not [@very] @sad', "i don't feel @sad"],
        say: ['I am glad to hear that. How would you put it, then?', 'Good. What has helped?'],
      },
      {
        match: ['i am/feel/felt/was [@very] @sad', 'i have been [@very] @sad', 'makes/made/making me [@very] @sad'],
        say: [
          'I am sorry that you feel {1}. What has happened?',
          'When did it begin, that you feel {1}?',
          'Who notices when you are {1}?',
          'What helped you the last time that you were {1}?',
        ],
      },
      {
        match: ['everything/life/it/this is [@very] @sad', 'life is [@very] hard/difficult', 'it [@very] hurts'],
        say: [
          'What makes it so hard just now?',
          'What is the hardest part of it?',
          'What still gives you some strength?',
        ],
      },
      {
        match: ['i cry', 'i [have] cried', 'i am crying', 'depression', 'sadness', 'makes/made me cry'],
        say: [
          'What makes it so heavy?',
          'Do you have somebody with whom you can cry?',
          'How long has it been that way?',
        ],
      },
    ],
  },
  {
    name: 'fear',
    rank: 4,
    words: ['@afraid', 'fear', 'fears', 'worry', 'worries', 'anxiety', 'panic', 'scares'],
    rules: [
      { match: ['i am not [@very] @afraid'], say: ['What gives you that courage?', 'Has it been different before?'] },
      {
        match: [
          'afraid/scared/frightened/terrified of *',
          'fear of *',
          'i fear *',
          'worried/anxious/nervous about *',
          'worry about *',
        ],
        say: [
          'What is it about {1} that frightens you most?',
          'When did the fear of {1} begin?',
          'What do you do when you are faced with {1}?',
        ],
      },
      {
        match: ['afraid/scared/worried/frightened that *', 'afraid/scared to *'],
        say: [
          'How likely is it, if you look at it calmly?',
          'What would you do if it happened?',
          'Who could stand by you then?',
        ],
      },
      {
        match: ['i am/feel/felt/was [@very] @afraid', 'i have been [@very] @afraid', 'makes/made me [@very] @afraid'],
        say: [
          'What is it that makes you {1}?',
          'What goes through your head when you are {1}?',
          'Is there a place where you are not {1}?',
        ],
      },
      {
        match: ['i worry', 'anxiety', 'panic', 'my fear/fears/worries', 'scares me'],
        say: [
          'What does it keep you from doing?',
          'When is it at its weakest?',
          'Have you told anybody how strong it is?',
        ],
      },
    ],
  },
  {
    name: 'anger',
    rank: 4,
    words: ['@angry', 'anger', 'angers', 'annoys'],
    rules: [
      {
        match: ['i am/feel/felt/was [@very] @angry', 'makes/made me [@very] @angry', 'i have been [@very] @angry'],
        say: [
          'What exactly made you {1}?',
          'How do others notice that you are {1}?',
          'What do you do when you are {1}?',
        ],
      },
      {
        match: ['anger', 'angers', 'annoys'],
        say: ['What is underneath that anger?', 'What would have to happen for it to pass?'],
      },
    ],
  },
  {
    name: 'happiness',
    rank: 4,
    words: ['@happy'],
    rules: [
      {
        match: ['i am/feel/was not [@very] @happy', "i don't feel [@very] @happy", 'i am/was never @happy'],
        say: [
          'When were you last {1}?',
          'What would have to change for you to be {1}?',
          'Who or what used to make you {1}?',
        ],
      },
      {
        match: ['want to be/feel [@very] @happy', 'wish i was/were [@very] @happy'],
        say: ['What would make you {1}?', 'When were you last {1}?'],
      },
      {
        match: ['i am/feel/felt/was [@very] @happy', 'makes/made me [@very] @happy', 'i have been [@very] @happy'],
        say: [
          'How good to hear that you are {1}. What happened?',
          'What made you {1}?',
          'With whom do you share it when you are {1}?',
        ],
      },
    ],
  },
  {
    name: 'loneliness',
    rank: 4,
    words: ['@lonely', 'loneliness'],
    rules: [
      {
        match: ['leave me alone'],
        say: [
          'As you wish. I shall be quiet until you write again. Is it all getting too much?',
          'All right. What do you need right now?',
        ],
      },
      {
        match: [
          'i am/feel/felt/was [@very] @lonely',
          'i am [@very] all @lonely',
          'i live alone',
          'makes/made me [@very] @lonely',
          'loneliness',
        ],
        say: [
          'Whom would you like to have with you now?',
          'When did you last have good company?',
          'Is it being by yourself that hurts, or not being understood?',
          'Is there anybody you could write to today?',
        ],
      },
    ],
  },
  {
    name: 'sleep',
    rank: 4,
    words: ['sleep', 'sleeping', 'asleep', 'insomnia', 'awake', '@tired', 'night', 'nights', 'bed'],
    rules: [
      {
        match: [
          "can't/couldn't/don't/didn't [@very] sleep",
          "can't fall asleep",
          'insomnia',
          'lie/lay awake',
          'trouble sleeping',
          'not sleeping',
          'awake all night',
          'wake up at night',
        ],
        say: [
          'What goes through your mind when you lie awake?',
          'Since when have the nights been like that?',
          'What was different when you still slept well?',
          'How do your days go, after such nights?',
        ],
      },
      {
        match: ['tired of *', 'i am sick and tired of *'],
        say: ['What would you put in the place of {1}?', 'When did you first have enough of {1}?'],
      },
      {
        match: ['i am/feel/felt/was [@very] @tired', 'i have been [@very] @tired'],
        say: [
          'Is it the body that is {1}, or the heart?',
          'When did you last have a proper rest?',
          'What takes the most strength at the moment?',
        ],
      },
      { match: ['^ good night'], goto: 'goodbye' },
      {
        match: ['sleep', 'sleeping', 'asleep'],
        say: ['How well do you sleep, on the whole?', 'Does sleep come easily to you?'],
      },
    ],
  },
  {
    name: 'dream',
    rank: 4,
    words: ['dream', 'dreams', 'dreamed', 'dreamt', 'dreaming', 'nightmare', 'nightmares'],
    rules: [
      {
        match: ['i [@very] dream/dreamed/dreamt about/of *', 'dream/dreams/nightmare/nightmares about/of *'],
        say: [
          'How did it feel, in the dream, to meet {1}?',
          'What does {1} stand for in your waking life?',
          'What happened just before you woke up?',
        ],
      },
      {
        match: ['i [@very] dream/dreamed/dreamt [that] *'],
        say: ['And what was the feeling when {1}?', 'How did the dream end?'],
      },
      { match: ['nightmare', 'nightmares'], say: ['What frightens you most in it?', 'Does it come back often?'] },
      {
        say: [
          'Which part of the dream do you remember best?',
          'Who else was in the dream?',
          'What mood were you in when you woke up?',
          'If the dream could speak, what would it want from you?',
        ],
      },
    ],
  },
]
