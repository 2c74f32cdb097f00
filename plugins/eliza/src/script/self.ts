import type { Keyword } from '../script.ts'

/** What people say of themselves: "I am", "I feel", "I want" and their kin. */
export const self: readonly Keyword[] = [
  {
    name: 'I am',
    rank: 3,
    words: ['am', 'was', 'been'],
    rules: [
      { match: ['i am [@very] sorry'], goto: 'sorry' },
      { match: ['i am [@very] sick/ill/unwell'], goto: 'health' },
      { match: ['i am studying'], goto: 'school' },
      { match: ['i am working'], goto: 'work' },
      { match: ['i was born in *', 'i am moving'], goto: 'living' },
      {
        match: ['i am [@very] @small', 'i am [such] a/an [@very] @small'],
        say: [
          'Those are hard words about yourself. Who taught you to talk about yourself that way?',
          'Would you say that to a friend who feels as you do?',
          'I doubt that it is so simple. When did you last think better of yourself?',
        ],
      },
      {
        match: ['am i *'],
        say: [
          'Would it matter to you if you were {1}?',
          'What would tell you whether you are {1}?',
          'Are you asking me, or yourself?',
        ],
      },
      { match: ['i am not sure', 'i am unsure/confused/lost', 'i am not certain'], goto: 'unsure' },
      {
        match: ['i am not *'],
        say: [
          'Would you like to be {1}?',
          'What would it take for you to be {1}?',
          'Does anybody expect you to be {1}?',
        ],
      },
      { match: ['i am [just] here', 'i am [just] [a/an/the] user', 'i am @okay', 'i am [@very] well'], goto: 'fine' },
      {
        match: ['i am [still] thinking about/of *'],
        say: ['How often do you think about {1}?', 'Where do your thoughts about {1} usually lead?'],
      },
      {
        match: ['i am going to *'],
        say: ['What made you decide that?', 'How sure are you about it?', 'What do you expect of it?'],
      },
      {
        match: ['i am @article *'],
        say: [
          'What is it like to be {1} {2}?',
          'How did you come to be {1} {2}?',
          'What do others see in you, as {1} {2}?',
        ],
      },
      {
        match: ['i am *'],
        say: [
          'When did you first notice that you are {1}?',
          'How does it change your day that you are {1}?',
          'Who else knows that you are {1}?',
          'What would be different if you were not {1}?',
        ],
      },
      {
        match: ['was i *'],
        say: ['What if you were {1}?', 'What do you remember of it?'],
      },
      {
        match: ['i was *'],
        say: [
          'What do you think today about the time when you were {1}?',
          'Does it still follow you that you were {1}?',
          'Who was with you when you were {1}?',
        ],
      },
      {
        match: ['i have been *'],
        say: ['Since when have you been {1}?', 'What has it done to you that you have been {1}?'],
      },
    ],
  },
  {
    name: 'I feel',
    rank: 3,
    words: ['feel', 'feeling', 'felt', 'feelings'],
    rules: [
      { match: ['feel/feeling [@very] @okay', 'feel/feeling [@very] well'], goto: 'fine' },
      {
        match: ['i feel [@very] @small', 'i feel like a/an [@very] @small'],
        say: ['Who gave you that feeling about yourself?', 'What would a good friend say to that?'],
      },
      {
        match: ["i don't feel *", "i can't feel *"],
        say: ['When did you last feel {1}?', 'What would help you to feel {1}?'],
      },
      {
        match: ['i feel *', 'i always feel *'],
        say: [
          'At which times do you feel {1}?',
          'What is usually going on around you when you feel {1}?',
          'Do you tell anybody when you feel {1}?',
          'And what do you do when you feel {1}?',
        ],
      },
      { match: ['i felt *'], say: ['What brought it on that you felt {1}?', 'Did it pass, or do you still feel {1}?'] },
      {
        say: [
          'Feelings are hard to put into words. Which word comes closest?',
          'Where in your body do you notice that feeling?',
        ],
      },
    ],
  },
  {
    name: 'I want',
    rank: 3,
    words: ['want', 'wanted', 'need', 'like', 'prefer', 'love', 'wish', 'hope', 'miss'],
    rules: [
      {
        match: ['i need to *'],
        say: [
          'What happens if you do not {1}?',
          'Who says that you need to {1}?',
          'What keeps you from it at the moment?',
        ],
      },
      { match: ['i need *'], say: ['What would be better if you had {1}?', 'What do you do as long as you lack {1}?'] },
      {
        match: ["i don't want/need to *"],
        say: ['Who wants you to {1}?', 'What would happen if you simply did not {1}?'],
      },
      { match: ["i don't want/need *"], say: ['What would you like instead?', 'Who says that you should want {1}?'] },
      {
        match: ['i [@very] want/wanted to *', 'i would like/love/prefer to *', "i'd like/love/prefer to *"],
        say: [
          'What stops you, if you want to {1}?',
          'How would your life look if you could {1}?',
          'Since when do you want to {1}?',
          'What would be the first step?',
        ],
      },
      {
        match: ['i [@very] want/wanted *', "i would/i'd like *"],
        say: [
          'What would it change for you?',
          'Why do you think you want {1}?',
          'Whom have you told that you want {1}?',
        ],
      },
      {
        match: ['i wish *'],
        say: [
          'What would be the first thing to change, if that came true?',
          'Do you often wish {1}?',
          'How long have you wished that?',
        ],
      },
      { match: ['i hope *'], say: ['What makes you hope {1}?', 'And if it turns out otherwise?'] },
      {
        match: ['i [@very] miss *'],
        say: [
          'What do you miss most about {1}?',
          'When do you miss {1} most?',
          'What would you say or do first, if it were all as it was?',
        ],
      },
      {
        match: ["i don't like *"],
        say: ['What is it about {1} that you do not like?', 'Did something happen with {1}?'],
      },
      {
        match: ['i [@very] like to *'],
        say: ['What do you enjoy most about it?', 'When do you get the chance to {1}?'],
      },
      {
        match: ['i [@very] like *'],
        say: ['What do you like most about {1}?', 'How did you come to like {1}?', 'With whom do you share that?'],
      },
    ],
  },
  {
    name: 'I cannot',
    rank: 3,
    words: ["can't", "couldn't", "don't", "won't", "didn't", 'not', 'never'],
    rules: [
      { match: ["i don't know", 'i do not know'], goto: 'unsure' },
      { match: ["i don't want/need/like *"], goto: 'I want' },
      {
        match: ["i don't/can't remember *", "i don't/can't remember"],
        say: [
          'Perhaps it comes back while we talk. What is the last thing you do remember?',
          'Would you like to remember?',
        ],
      },
      {
        match: ["i don't [@very] care", "i couldn't care less"],
        say: ['Was there a time when you did care?', 'What do you care about, then?'],
      },
      { match: ["i can't/couldn't stand *"], goto: 'I hate' },
      {
        match: ["i can't * anymore/any", "i can't [take/do] it/this anymore", "i can't anymore"],
        say: [
          'That sounds as if it had become too much. What weighs most at the moment?',
          'Nobody has to manage everything. What could you put down, or hand to somebody else?',
          'If it gets so heavy that you think of harming yourself, please call a crisis line. What is it that you cannot bear any longer?',
        ],
      },
      {
        match: ["i can't [@very] *"],
        say: ['What would happen if you could {1}?', 'What have you tried so far?', 'Who says that you cannot {1}?'],
      },
      { match: ["i couldn't *"], say: ['What got in the way?', 'Would you try again to {1}?'] },
      { match: ["i don't think *"], say: ['What speaks against it?', 'And if you did think {1}?'] },
      { match: ["i don't * anymore"], say: ['What has changed, since you used to {1}?', 'Is it a loss or a relief?'] },
      {
        match: ["i don't [@very] *", 'i do not *', 'i never *'],
        say: ['Did you ever {1}?', 'Would you like to {1}?', 'What is it like, not to {1}?'],
      },
      {
        match: ["i won't *", 'i will not *'],
        say: ['What would make you change your mind?', 'Who would like you to {1}?'],
      },
      { match: ["i didn't *", 'i did not *'], say: ['Do you wish you had done it?', 'What kept you from it?'] },
    ],
  },
  {
    name: 'I hate',
    rank: 3,
    words: ['stand', 'hate', 'hates', 'detest', 'love', 'enjoy', 'adore'],
    rules: [
      {
        match: ['i hate/detest myself'],
        say: [
          'That sounds lonely. What would you need to hear from somebody who is fond of you?',
          'When were you last kind to yourself?',
        ],
      },
      { match: ['i [@very] hate it when *'], say: ['How often does it happen that {1}?', 'What do you do when {1}?'] },
      {
        match: ['i [@very] hate/detest *', "i can't/couldn't stand *"],
        say: [
          'What is it about {1} that you cannot bear?',
          'Was it always like that with {1}?',
          'Could you keep away from it for a while?',
        ],
      },
      { match: ['* hates me'], say: ['How does that hatred show?', 'What would change that, do you think?'] },
      {
        match: ['i [@very] love/enjoy/adore to *'],
        say: ['When do you get the chance to {1}?', 'What do you enjoy most about it?'],
      },
      {
        match: ['i [@very] love/enjoy/adore *'],
        say: [
          'What is the best thing about {1}?',
          'How did {1} become so important to you?',
          'Does anybody share that with you?',
        ],
      },
    ],
  },
  {
    name: 'I think',
    rank: 2,
    words: ['think', 'thought', 'believe', 'guess', 'suppose', 'know'],
    rules: [
      {
        match: ['i [@very] think about/of *'],
        say: ['How often do you think about {1}?', 'What is the first thing you think of, with {1}?'],
      },
      { match: ['i think/guess/suppose/believe so', 'i think/guess/suppose not'], goto: 'unsure' },
      { match: ['do you think *'], goto: 'about me' },
      {
        match: ['i [@very] think/believe/guess/suppose *'],
        say: ['What brings you to think {1}?', 'Would others agree?', 'What would it mean if it were otherwise?'],
      },
      { match: ['i thought *'], say: ['And do you still think {1}?', 'What made you doubt it?'] },
      { match: ['i know *', 'i know'], say: ['How did you find out?', 'And what do you do with that knowledge?'] },
    ],
  },
  {
    name: 'I have',
    rank: 2,
    words: [
      'have',
      'had',
      'got',
      'must',
      'should',
      'try',
      'tried',
      'trying',
      'used',
      'will',
      "i'll",
      'lost',
      'failed',
      "i'd",
    ],
    rules: [
      {
        match: ['i have [got] to *', 'i must *', 'i should *'],
        say: ['What happens if you do not {1}?', 'Who says that you should {1}?', 'And what would you rather do?'],
      },
      {
        match: ['i [have] tried to *', 'i try to *', 'i am trying to *'],
        say: ['What makes it hard to {1}?', 'What would help you to {1}?', 'How do you notice that it works?'],
      },
      { match: ['i used to *'], say: ['Do you miss the time when you used to {1}?', 'What made you stop?'] },
      { match: ['lost my job'], goto: 'work' },
      {
        match: ['i [have] [just] lost my * yesterday/today/recently/again', 'i [have] [just] lost my *'],
        say: ['What did your {1} mean to you?', 'How do you get by without your {1}?'],
      },
      {
        match: ['i [have] failed', 'i [have] lost'],
        say: ['What would you do differently now?', 'Nobody wins all the time. What did it cost you?'],
      },
      { match: ['i have never *'], say: ['Would you like to have {1}?', 'What has kept you from it?'] },
      { match: ['i have no *'], say: ['What would you do if you had {1}?', 'How do you manage without {1}?'] },
      { match: ['i have had *', 'i had *'], say: ['How did that affect you?', 'And what came after it?'] },
      { match: ['i have *'], say: ['How is it for you that you have {1}?', 'Who knows that you have {1}?'] },
      { match: ["i'll *", 'i will *'], say: ['What do you expect of it?', 'When will you {1}?'] },
    ],
  },
]
