import type { Keyword } from '../script.ts'

/** People and things of everyday life. */
export const topics: readonly Keyword[] = [
  {
    name: 'grief',
    rank: 7,
    words: ['died', 'dead', 'death', 'funeral', 'passed', 'lost', 'dying', 'cancer'],
    rules: [
      {
        match: [
          'phone/battery/laptop/computer/car/pc [just/has] died',
          'phone/battery/laptop/computer/car/pc is dead',
          'dead phone/battery/laptop/car',
        ],
        goto: 'machines',
      },
      {
        match: [
          'my * [just/recently/suddenly] died',
          'my * [has/have] [just/recently] passed away',
          'my * is/are dead',
          'i [have] [just] lost my @family',
          'i [have] [just] lost my @pet',
        ],
        say: [
          'I am very sorry about your {1}. What do you miss most?',
          'That is a hard loss. What would you like people to know about your {1}?',
          'My condolences. Who is there for you, now that your {1} is no longer there?',
        ],
      },
      {
        match: ['died', 'funeral', 'passed away', 'my * is dying', 'has/have cancer'],
        say: [
          'I am sorry; that is a lot to bear. How are you coping?',
          'That sounds very hard. Who stands by you in this?',
          'I am sorry to hear that. What helps you through the day?',
        ],
      },
    ],
  },
  {
    name: 'family',
    rank: 3,
    words: ['@family'],
    rules: [
      {
        match: ['my @family and [my] @family'],
        say: [
          'How do you stand between your {1} and your {2}?',
          'Which of them is closer to you, your {1} or your {2}?',
        ],
      },
      {
        match: ["my @family doesn't/don't/didn't/never/won't *"],
        say: ['What would be different if your {1} did?', 'Have you told your {1} how that is for you?'],
      },
      {
        match: ['my @family @be *'],
        say: [
          'You say that your {1} {2} {3}. How does that touch you?',
          'Who else in the family sees that your {1} {2} {3}?',
        ],
      },
      {
        match: ['my @family'],
        say: [
          'Which picture do you have of your {1}?',
          'How close are you to your {1}?',
          'What would your {1} say about that?',
          'What did you learn from your {1}?',
        ],
      },
      {
        say: [
          'Who belongs to your family?',
          'How was it at home when you were small?',
          'Whom in your family do you resemble?',
        ],
      },
    ],
  },
  {
    name: 'people',
    rank: 3,
    words: ['@person', 'friendship'],
    rules: [
      {
        match: ['my [best/old/new/closest] @person @be *'],
        say: ['You say that your {1} {2} {3}. Since when?', 'What does it mean to you that your {1} {2} {3}?'],
      },
      {
        match: ['have no friends', "don't have [any] friends", 'no real friends'],
        say: [
          'Was there once somebody you could call a friend?',
          'What would you do with a friend, if one came in now?',
          'Where do you meet people, on an ordinary day?',
        ],
      },
      {
        match: ['my [best/old/new/closest] @person'],
        say: [
          'How did you come to know your {1}?',
          'What do you like about your {1}, and what not?',
          'Does your {1} know how you see it?',
        ],
      },
      {
        say: [
          'What makes somebody a friend, for you?',
          'On whom can you rely?',
          'How do you get on with people in general?',
        ],
      },
    ],
  },
  {
    name: 'love life',
    rank: 4,
    words: [
      'date',
      'dating',
      'broke',
      'breakup',
      'up',
      'left',
      'divorce',
      'divorced',
      'marriage',
      'married',
      'crush',
      'dumped',
      'cheated',
    ],
    rules: [
      {
        match: [
          'broke/broken/breaking up',
          'breakup',
          'up',
          'left',
          'dumped me',
          'divorce',
          'divorced',
          'cheated on me',
          'left me',
        ],
        say: [
          'I am sorry; such things go deep. What hurts most about it?',
          'What do you wish had gone differently?',
          'What do you know now that you did not know before?',
        ],
      },
      {
        match: ['date', 'dating', 'marriage', 'married', 'crush'],
        say: [
          'What do you look for in another person?',
          'When do you feel most at ease with each other?',
          'What are you hoping for?',
        ],
      },
    ],
  },
  {
    name: 'work',
    rank: 2,
    words: [
      'work',
      'working',
      'job',
      'jobs',
      'office',
      'career',
      'fired',
      'laid',
      'unemployed',
      'salary',
      'deadline',
      'interview',
    ],
    rules: [
      {
        match: ['fired', 'laid off', 'lost my job', 'unemployed', "don't/can't have/find [a/any] job/work"],
        say: [
          'That pulls the ground away. How are you getting by?',
          'What did that work mean to you, apart from the money?',
          'What would you like to do next?',
        ],
      },
      { match: ["doesn't/don't/didn't/won't work", 'work for me'], goto: 'setback' },
      {
        match: ['work', 'working', 'job', 'jobs', 'office', 'career', 'salary', 'deadline', 'interview'],
        say: [
          'What is a good day at work like?',
          'What would you do if you did not have to earn money?',
          'How are the people you work with?',
          'Do you take it home with you in the evening?',
        ],
      },
    ],
  },
  {
    name: 'setback',
    rank: 2,
    words: [],
    rules: [{ say: ['What have you tried?', 'And what would it be like if it did?', 'Is it worth another attempt?'] }],
  },
  {
    name: 'school',
    rank: 2,
    words: [
      'school',
      'exam',
      'exams',
      'university',
      'college',
      'homework',
      'study',
      'studying',
      'test',
      'class',
      'grades',
    ],
    rules: [
      {
        say: [
          'What do you enjoy learning?',
          'Whose expectations are you trying to meet there?',
          'How do you deal with the pressure?',
        ],
      },
    ],
  },
  {
    name: 'money',
    rank: 2,
    words: ['money', 'debt', 'debts', 'rent', 'broke', 'poor', 'rich', 'afford'],
    rules: [
      {
        match: ['money', 'debt', 'debts', 'rent', 'i am broke/poor/rich', 'afford'],
        say: [
          'How much of your thinking does money take up?',
          'What would be different with enough of it?',
          'With whom can you talk about money openly?',
        ],
      },
    ],
  },
  {
    name: 'machines',
    rank: 2,
    words: [
      'computer',
      'computers',
      'machine',
      'machines',
      'robot',
      'robots',
      'software',
      'laptop',
      'phone',
      'internet',
      'ai',
      'app',
    ],
    rules: [
      {
        match: ['computers', 'machines', 'robots', 'ai', 'robot', 'machine'],
        say: [
          'Speaking as one of them: what do you expect of machines?',
          'What should a machine never be allowed to decide?',
          'Do you find it easier to talk to a machine?',
        ],
      },
      {
        say: [
          'How many hours a day do you spend with it?',
          'What would you do with a week without any screens?',
          'Does it make your life easier, on balance?',
        ],
      },
    ],
  },
  {
    name: 'remembering',
    rank: 4,
    words: ['remember', 'memory', 'memories', 'forget', 'forgot', 'forgotten', 'childhood'],
    rules: [
      {
        match: ['i [still/often/always] remember *'],
        say: [
          'How clear is it, when you remember {1}?',
          'What else comes back with that memory?',
          'Why does it come to your mind just now?',
        ],
      },
      {
        match: ['i [always/often/have] forget/forgot/forgotten *', "i can't forget *"],
        say: ['Is it something that you would rather forget?', 'What happens when it does come back to you?'],
      },
      {
        match: ['childhood', 'memories', 'memory'],
        say: [
          'What is your earliest memory?',
          'Which memory would you like to keep for ever?',
          'What were you like as a child?',
        ],
      },
    ],
  },
  {
    name: 'pets',
    rank: 2,
    words: ['@pet'],
    rules: [
      {
        match: ['my @pet'],
        say: [
          'What does your {1} know about you that people do not?',
          'Tell me something your {1} does that makes you smile.',
          'How did your {1} come to you?',
        ],
      },
      { say: ['What is it about animals, for you?', 'Which animal would you be?'] },
    ],
  },
  {
    name: 'health',
    rank: 3,
    words: ['sick', 'ill', 'pain', 'headache', 'hospital', 'disease', 'medicine', 'surgery', 'fever'],
    rules: [
      {
        match: ['my * is/are [@very] sick/ill'],
        say: [
          'I am sorry about your {1}. Who takes care of your {1}?',
          'That is a worry. How much of the care for your {1} lies with you?',
        ],
      },
      {
        say: [
          'I am sorry to hear that. A doctor knows more than a program; have you seen one?',
          'How does it limit you in everyday life?',
          'Who looks after you when you are unwell?',
        ],
      },
    ],
  },
  {
    name: 'pleasures',
    rank: 1,
    words: [
      'music',
      'song',
      'book',
      'books',
      'film',
      'movie',
      'movies',
      'holiday',
      'vacation',
      'travel',
      'food',
      'cook',
      'cooking',
      'garden',
    ],
    rules: [
      {
        say: [
          'What do you find in it?',
          'With whom do you share that pleasure?',
          'When did you last have time for it?',
          'What was the best one of all?',
        ],
      },
    ],
  },
  {
    name: 'play',
    rank: 1,
    words: ['game', 'games', 'football', 'soccer', 'chess', 'sport', 'sports', 'running', 'team'],
    rules: [
      {
        say: [
          'Is it the winning that you enjoy, or the playing?',
          'How did you get into it?',
          'What does it do for you?',
        ],
      },
    ],
  },
  {
    name: 'weather',
    rank: 1,
    words: ['weather', 'rain', 'raining', 'rainy', 'snow', 'sunny', 'winter', 'summer'],
    rules: [
      {
        say: [
          'Does the weather get to you?',
          'Which season suits you best?',
          'There is no weather in here. What do you do on such a day?',
        ],
      },
    ],
  },
]
