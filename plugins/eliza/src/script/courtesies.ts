import type { Keyword } from '../script.ts'

const greetings = ['Pleased to meet you, {1}. What brings you here?', 'Hello, {1}. How are you today?']

/** The small coins of a conversation. */
export const courtesies: readonly Keyword[] = [
  {
    name: 'greeting',
    rank: 0,
    words: ['@hello', 'morning', 'afternoon', 'evening', 'nice'],
    rules: [
      {
        match: ['@hello', 'good morning/afternoon/evening', 'nice to meet you'],
        say: [
          'Hello. What would you like to talk about?',
          'Good to have you here. How has your day been?',
          'Hello again. What is on your mind?',
        ],
      },
    ],
  },
  // What somebody feels goes before their name, where both are said.
  {
    name: 'name',
    rank: 3,
    words: ['name'],
    rules: [
      {
        match: ['my name is * i/what/who/how/where/nice/pleased/glad/happy/from/do/are/can/please', 'my name is *'],
        say: greetings,
      },
    ],
  },
  {
    name: 'nickname',
    rank: 4,
    words: ['call', 'called'],
    rules: [{ match: ['^ [please/just] call me *', 'you can/may call me *', 'i am called *'], say: greetings }],
  },
  {
    name: 'goodbye',
    rank: 4,
    words: ['@bye', 'see', 'later', 'night', 'go', 'leaving', 'soon'],
    rules: [
      { match: ['say/said/saying goodbye', 'bye to'], goto: 'parting' },
      {
        match: [
          '@bye',
          '^ see you [soon/later/tomorrow]',
          'good night',
          'talk to you later',
          'i have to go now',
          'i have to go $',
          'i must/should go $',
          'i am leaving $',
        ],
        say: [
          'Goodbye, and take good care of yourself.',
          'Goodbye. It was good to talk with you.',
          'So long. Come back whenever you like.',
        ],
      },
    ],
  },
  {
    name: 'parting',
    rank: 3,
    words: [],
    rules: [{ say: ['Partings are rarely easy. What was left unsaid?', 'How do you remember that moment?'] }],
  },
  {
    name: 'thanks',
    rank: 1,
    words: ['@thanks'],
    rules: [
      {
        match: ['thank you', '@thanks [@very] [a/very] [lot/much]'],
        say: [
          'You are welcome. Is there anything else?',
          'Gladly. Where shall we go on?',
          'It costs me nothing. What else is on your mind?',
        ],
      },
    ],
  },
  {
    name: 'sorry',
    rank: 1,
    words: ['sorry', 'apologize', 'apologise', 'excuse'],
    rules: [
      { match: ['feel sorry for *'], say: ['What is it about {1} that moves you?', 'Would {1} want that?'] },
      {
        say: [
          'There is nothing to forgive. Please go on.',
          'You owe me no apology. What were you going to say?',
          'No harm done. Do you often feel that you must apologise?',
        ],
      },
    ],
  },
  {
    name: 'yes',
    rank: 0,
    words: ['@yes', 'of', 'i'],
    rules: [
      {
        match: ['^ @yes', '^ of course', '^ i do $', '^ i am $', '^ i have $', '^ i did $', '^ i think so'],
        say: [
          'I see. What else belongs to it?',
          'All right. How is that for you?',
          'Then let us stay with that: what does it look like from close up?',
          'And how did it come to that?',
        ],
      },
    ],
  },
  {
    name: 'no',
    rank: 0,
    words: ['@no', 'not', 'none', 'nothing', 'nobody', "don't", "didn't", "haven't"],
    rules: [
      {
        match: ['^ nothing [@very]', '^ not much', '^ none'],
        say: [
          'Nothing at all? What was the last thing that stayed with you?',
          'Sometimes there is something behind "nothing". What could it be?',
        ],
      },
      {
        match: ['^ nobody', '^ no one'],
        say: ['Nobody? Who would come closest?', 'Would you like there to be somebody?'],
      },
      {
        match: [
          '^ @no',
          '^ not [really/at/yet/now] [all]',
          "^ i don't $",
          '^ i am not $',
          "^ i didn't $",
          "^ i haven't $",
          '^ i did not $',
        ],
        say: [
          'No? How would you put it, then?',
          'All right, not that. What is nearer to it?',
          'Is that a firm no, or a hesitant one?',
          'Then I was wrong. What is it instead?',
        ],
      },
    ],
  },
  {
    name: 'unsure',
    rank: 0,
    words: ['@maybe', 'depends'],
    rules: [
      {
        say: [
          'You need not be certain here. What is your first guess?',
          'What does it depend on?',
          'And if you had to decide this minute?',
          'What would you need to know to be sure?',
        ],
      },
    ],
  },
  {
    name: 'fine',
    rank: 1,
    words: ['@okay', 'well'],
    rules: [
      {
        match: ['^ not [@very] good/well/okay/fine'],
        say: ['I am sorry to hear that. What is the matter?', 'What has gone wrong?'],
      },
      {
        match: [
          '^ [@very] @okay [thanks/thank] [you] $',
          'i am/feel [@very] @okay',
          'i am/feel [@very] well',
          'feel/feeling [@very] @okay',
          '^ [very] well',
        ],
        say: [
          'Good. What shall we talk about?',
          'I am glad. What has been the best of the day so far?',
          'All right. Is there something underneath it, all the same?',
        ],
      },
    ],
  },
  {
    name: 'laughter',
    rank: 0,
    words: ['@laugh'],
    rules: [{ say: ['What is so funny?', 'It is good to laugh. What about?', 'You laugh; is it a cheerful laugh?'] }],
  },
  {
    name: 'because',
    rank: 1,
    words: ['because', 'reason'],
    rules: [
      {
        match: ['^ because of *', '^ because *', 'the reason'],
        say: [
          'Is that the whole reason, do you think?',
          'And what if that reason fell away?',
          'When did you become aware of that reason?',
        ],
      },
    ],
  },
  {
    name: 'if',
    rank: 1,
    words: ['if'],
    rules: [
      { match: ['if i were/was you'], goto: 'turn to the user' },
      {
        match: ['^ if *', 'if'],
        say: ['How likely is it that it comes to that?', 'What would you do in that case?', 'What hangs on that "if"?'],
      },
    ],
  },
  {
    name: 'always',
    rank: 1,
    words: ['always', 'never', 'everything', 'constantly'],
    rules: [{ say: ['Is there really no exception?', 'When was the last time?', 'Since when has it been like that?'] }],
  },
  {
    name: 'everyone',
    rank: 1,
    words: ['@everyone', 'they'],
    rules: [
      {
        match: ['@everyone @be *', 'they are *'],
        say: [
          'Of whom are you thinking in particular?',
          'Is there really not a single exception?',
          'What makes you so certain?',
        ],
      },
      {
        match: ['@everyone'],
        say: ['Do you have a certain person in mind?', 'And where do you stand in this?', 'Who would disagree?'],
      },
    ],
  },
  {
    name: 'living',
    rank: 2,
    words: ['live', 'grew', 'born', 'moving', 'moved'],
    rules: [
      {
        match: ['i live in/near/at *', 'i [@very] grew up in/near/at *'],
        say: ['What is life like in {1}?', 'What do you like about {1}, and what not?'],
      },
      { match: ['i was born in *', 'i come from *'], say: ['What ties you to {1}?', 'What do you remember of {1}?'] },
      { match: ['moving to *', 'moved to *'], say: ['What do you hope to find there?', 'What was left behind?'] },
    ],
  },
  {
    name: 'life',
    rank: 1,
    words: ['life', 'sense', 'world', 'future', 'past'],
    rules: [
      {
        match: ['makes [@very] no sense', 'nothing makes [any] sense', 'life', 'world'],
        say: ['What would give it a meaning?', 'When did it look different to you?', 'What do you hold on to?'],
      },
      {
        match: ['future', 'past'],
        say: ['How often are your thoughts there, and not in the present?', 'What would you like to change about it?'],
      },
    ],
  },
  {
    name: 'others',
    rank: 1,
    words: ['he', 'she', 'him', 'her', 'we', 'us', 'it', 'this', 'that'],
    rules: [
      {
        match: ['^ he/she', 'him/her'],
        say: [
          'Who is that to you?',
          'How do you know?',
          'What would you like to say to that person?',
          'And what is your own part in it?',
        ],
      },
      { match: ['^ we'], say: ['Who is "we"?', 'Are you of one mind about it?', 'And what do you want, you alone?'] },
      {
        match: ['^ it/this/that is *'],
        say: ['What makes it so?', 'Compared with what?', 'For whom is it like that, apart from you?'],
      },
    ],
  },
  {
    name: 'my',
    rank: 1,
    words: ['my'],
    rules: [
      {
        match: ['my * @be *'],
        say: [
          'How do you live with it that your {1} {2} {3}?',
          'You say that your {1} {2} {3}. What follows from that?',
        ],
      },
      {
        say: [
          'What makes that important to you?',
          'How much of you is in that?',
          'Does that belong to what troubles you?',
        ],
      },
    ],
  },
]
