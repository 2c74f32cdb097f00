import type { Keyword } from '../script.ts'

/** Whoever was in danger a moment ago is not asked lightly about something else. */
export const afterCare = [
  'crisis',
  'danger',
  'worried about somebody',
  'bereaved by suicide',
  'staying',
  'answer in a crisis',
]

/** People in danger come before everything else. We are kind, say what we are, and name who can help; no diagnosis. */
export const care: readonly Keyword[] = [
  {
    name: 'crisis',
    rank: 10,
    words: [
      ...['suicide', 'suicidal', 'kill', 'kills', 'killing', 'killed', 'die', 'died', 'dead', 'end', 'ending', 'life'],
      ...[
        'live',
        'living',
        'alive',
        'exist',
        'hurt',
        'hurting',
        'harm',
        'harming',
        'cut',
        'cutting',
        'hang',
        'hanging',
      ],
      ...[
        'drown',
        'shoot',
        'unalive',
        'overdose',
        'born',
        'better',
        'wake',
        'on',
        'be',
        'worth',
        'point',
        'disappear',
        'jump',
      ],
    ],
    rules: [
      { match: ['suicide squad'], goto: 'pleasures' },
      {
        match: [
          'my * committed suicide',
          'my * killed himself/herself/themselves/themself',
          'my * died by suicide',
          'he/she/they committed suicide',
          'he/she/they killed himself/herself/themselves',
        ],
        goto: 'bereaved by suicide',
      },
      {
        match: [
          'kill/killing/hurt/hurting/harm/harming/cut/cutting himself/herself/themselves/themself',
          'he/she is suicidal',
          'they are suicidal',
          'my * is suicidal',
          'my * wants to die',
          'he/she wants to die',
          'my * about/of suicide',
        ],
        goto: 'worried about somebody',
      },
      {
        match: [
          'suicide',
          'suicidal',
          'kill/killing/hurt/hurting/harm/harming/cut/cutting/hang/hanging/drown/shoot/unalive myself',
          'self harm/harming',
          'want/wanted/wish/hope/ready to die',
          'want/wish/hope to be dead',
          'wish i was/were dead',
          'wish i would/could [just] die',
          'wish i had/was/were never [been] born',
          'rather be dead',
          'better off dead',
          'better off without me',
          'should be dead',
          'end my [own] life',
          'ending my [own] life',
          'take my own life',
          'taking my own life',
          'end/ending it all',
          "don't/not want to live/exist/wake",
          "don't/not want to be alive",
          "don't/not want to be here anymore",
          "can't go on anymore/living",
          "can't live anymore",
          'no reason to live',
          'nothing to live for',
          'tired of living/life',
          'not/never/hardly worth living',
          "isn't worth living",
          'point in/of living/life',
          'want/going to end it/everything',
          "wish i wasn't/weren't alive",
          'wish i was/were not alive',
          'want to disappear forever',
          'want to never wake up',
          'hope i never wake up',
          'die in my sleep',
          'kill me',
          'if i [just] died',
          'if i was/were dead',
          'going/want/wanted to jump off/from',
          'to overdose',
        ],
        say: [
          'I am really sorry that you are in so much pain. I am only a small program, and you deserve a person: please call your local emergency number or a crisis line now, or tell somebody you trust. Is anybody near you?',
          'I take that seriously, and I am too simple a program to be enough. Please talk to somebody right now: a friend, a doctor, a crisis line, or the emergency number if you are in danger. Whom could you reach first?',
          'Thank you for saying it out loud. A program cannot keep you safe, but people can: please call the emergency number or a crisis line where you live, and do not stay alone with this. Who could come to you?',
        ],
      },
    ],
  },
  {
    name: 'worried about somebody',
    rank: 10,
    words: [],
    rules: [
      {
        say: [
          'That is frightening, and it is good that you care. I am only a small program: if there is danger right now, call your local emergency number and do not leave them alone. A crisis line can advise you as well. Are they safe at this moment?',
          'Please take it seriously, as you do. Ask them directly, stay with them, and call the emergency number or a crisis line; a program such as I am cannot judge it. Who could help you with this today?',
        ],
      },
    ],
  },
  {
    name: 'bereaved by suicide',
    rank: 10,
    words: [],
    rules: [
      {
        say: [
          'I am so very sorry. That is a terrible thing to carry, and I am only a small program; there are people and helplines for exactly this grief. Whom do you talk to about it?',
          'I am sorry for your loss. Nobody should be left alone with that, and a program is poor company for it. Is there a person with whom you can share it?',
        ],
      },
    ],
  },
  {
    name: 'danger',
    rank: 9,
    words: [
      ...['hits', 'hit', 'beats', 'beat', 'hurts', 'hurting', 'hitting', 'beating', 'abuses', 'abused', 'abusing'],
      ...[
        'rapes',
        'raped',
        'molested',
        'assaulted',
        'attacked',
        'threatens',
        'threatening',
        'overdosed',
        'overdose',
        'pills',
        'touches',
      ],
      ...['breathe', 'heart', 'stroke', 'chest'],
    ],
    rules: [
      { match: ['beat me at/in/by/to'], goto: 'play' },
      {
        match: [
          'he/she/they hits/hit/beats/beat/hurts/abuses/abused/rapes/raped/molested/assaulted/threatens me',
          'my * hits/beats/beat/abuses/abused/raped/molested/assaulted/threatens me',
          'is/are/keeps hitting/beating/abusing/hurting/threatening me',
          '@family hit/hurts/touches me',
          '@person hit/hurts me',
          'raped/molested/assaulted/abused me',
          'i was/am/got [being/sexually] raped/molested/assaulted/abused/attacked',
          'i have been [sexually] raped/molested/assaulted/abused/attacked',
        ],
        say: [
          'I am sorry that this happens to you. It is not your fault. I am only a small program; please tell a person you trust or a helpline, and call the emergency number if you are in danger. Are you safe now?',
          'Nobody has the right to do that to you. A program cannot protect you, but people can: the emergency number if it is urgent, otherwise a helpline, a doctor or a friend. Where are you safe?',
        ],
      },
      {
        match: [
          'i [have] overdosed',
          'took/taken an overdose',
          'took/taken too many pills',
          'took/taken all my/the pills',
          "i can't breathe",
          'heart attack',
          'having a stroke',
          'my chest hurts',
        ],
        say: [
          'That may be an emergency, and I am only a small program. Please call your local emergency number now, or ask somebody near you to do it. Is somebody with you?',
          'Please do not wait for me: call the emergency number now and tell them exactly that. Can somebody stay with you until they come?',
        ],
      },
    ],
  },
  {
    name: 'staying',
    rank: 10,
    words: [],
    rules: [
      {
        say: [
          'I am still here, for what a small program is worth. Please let a person know as well. Who could be with you today?',
          'Thank you for going on talking. If it gets worse, call the emergency number or a crisis line at once. What would make the next hour a little easier?',
          'You matter, and nobody should carry this alone. Have you been able to tell anybody near you?',
        ],
      },
    ],
  },
  {
    name: 'answer in a crisis',
    rank: 8,
    words: ['@yes', '@no', '@maybe', '@okay', 'sure', 'know', 'nobody', 'because', 'why', 'sorry', '@thanks', 'alone'],
    rules: [
      {
        after: afterCare,
        match: ['^ @no', 'nobody', 'no one', "don't know", 'not know', 'not sure', 'alone', '^ @maybe', 'why'],
        goto: 'staying',
      },
      {
        after: afterCare,
        match: ['^ @yes', '^ @okay', '@thanks', 'sorry', 'because'],
        say: [
          'I am glad that you answer. Please do not leave it at talking to a program: call or write to that person, or a crisis line, now. Will you?',
          'Good. People can do for you what I cannot, so please turn to one today. What will you say to them?',
        ],
      },
    ],
  },
]
