import { playAll, unmatched } from './play.ts'

describe('replies', () => {
  playAll({
    'one of several is chosen': {
      brain: '+ roll\n- One.\n- Two.\n- Three.',
      random: () => 0.5,
      talk: [['roll', 'Two.']],
    },
    'weights make a reply likelier, and are not said': {
      brain: '+ roll\n- Rare.\n- Common.{weight=9}',
      random: () => 0.11,
      talk: [['roll', 'Common.']],
    },
    '{random} splits at |, else at spaces, and nests': {
      brain:
        '+ a\n- {random}x y z{/random}\n\n+ b\n- {random}x y|<id> z{/random}!\n\n+ c\n- {random}{random}p q{/random}|r{/random}',
      random: () => 0.99,
      talk: [
        ['a', 'z'],
        ['b', 'somebody z!'],
        ['c', 'r'],
      ],
    },
    'arrays in replies are chosen from, with their tags': {
      brain: '! array ways = <uppercase>|{formal}<star>{/formal}\n+ shout *\n- (@ways) (@none) (@ ways) @ways',
      random: () => 0,
      talk: [['shout a b', 'A B (@none) (@ ways) @ways']],
    },
    formats: {
      brain: [
        '! person i am = you are',
        '! person you are = I am',
        '! person my = your',
        '+ u *',
        '- <uppercase> {uppercase}x<star>{/uppercase}',
        '+ l *',
        '- {lowercase}ABC <formal>{/lowercase}',
        '+ f *',
        '- <formal>, <sentence>',
        '+ p *',
        '- <person>',
      ].join('\n'),
      talk: [
        ['u one two', 'ONE TWO XONE TWO'],
        ['l one two', 'abc one two'],
        ['f one two', 'One Two, One two'],
        ['p you are my sun and i am yours', 'I am your sun and you are yours'],
        ['p imitating myriads', 'imitating myriads'],
      ],
    },
    escapes: {
      brain: '+ go\n- a\\sb\\nc\\#d\\/e\\\\f',
      talk: [['go', 'a b\nc#d/e\\f']],
    },
    'variables are set and read from left to right, nested ones first': {
      brain:
        '+ i am *\n* <get name> != undefined => <set old=<get name>><set name=<formal>><get old>, now <get name>.\n- <set name=<formal>>Hi.',
      talk: [
        ['I am ann', 'Hi.'],
        ['I am bo', 'Ann, now Bo.'],
      ],
      after: { name: 'Bo', old: 'Ann' },
    },
    'values may hold = and markup': {
      brain: '+ go\n- <set link=<a href="x?y=z">here</a>>Done.\n\n+ show\n- <get link> <b>bold</b> 1 < 2 -> {x} <3',
      talk: [
        ['go', 'Done.'],
        ['show', '<a href="x?y=z">here</a> <b>bold</b> 1 < 2 -> {x} <3'],
      ],
    },
    'bot variables and globals can be read and set': {
      brain:
        '! var mood = calm\n! global debug = off\n+ mood\n- <bot mood> <env debug> <bot none>\n\n+ set *\n- <bot mood=<star>><env debug=on>Set.\n\n+ old *\n- {! var mood = <star>}Set.',
      talk: [
        ['mood', 'calm off undefined'],
        ['set wild', 'Set.'],
        ['mood', 'wild on undefined'],
        ['old tame', 'Set.'],
        ['mood', 'tame on undefined'],
      ],
    },
    mathematics: {
      brain:
        '+ go\n- <set n=10><add n=5><sub n=3><mult n=2><div n=6>\n\n+ n\n- <get n>\n\n+ new\n- <add x=2><get x>\n\n+ bad\n- <add name=1>\n\n+ worse\n- <add n=many>\n\n+ zero\n- <div n=0>',
      given: { name: 'Ann' },
      talk: [
        ['go', ''],
        ['n', '4'],
        ['new', '2'],
        ['bad', "[ERR: Math can't 'add' non-numeric user variable 'name']"],
        ['worse', "[ERR: Math can't 'add' non-numeric value 'many']"],
        ['zero', "[ERR: Can't Divide By Zero]"],
      ],
      after: { n: 4 },
    },
    history: {
      brain: '+ what now\n- <input1>, <input2>, <reply1>, <reply2>, <reply9>\n\n+ *\n- You: <star>',
      talk: [
        ['First one!', 'You: first one'],
        ['second', 'You: second'],
        ['what now', 'second, first one, You: second, You: first one, undefined'],
      ],
    },
    conditions: {
      brain: [
        '+ am i old',
        '* <get age> == undefined => How should I know?',
        '* <get age> >= 100 => Ancient.',
        '* <get age> > 60 => Rather.',
        '* <get age> <= 5 => A baby.',
        '* <get age> < 18 => No.',
        '* <get age> eq 42 => The answer.',
        '* <get age> <> 50 => Not fifty.',
        '- Half.',
        '+ age *',
        '- <set age=<star>>OK.',
      ].join('\n'),
      talk: [
        ['am i old', 'How should I know?'],
        ...(
          [
            ['120', 'Ancient.'],
            ['61', 'Rather.'],
            ['5', 'A baby.'],
            ['17', 'No.'],
            ['42', 'The answer.'],
            ['30', 'Not fifty.'],
            ['50', 'Half.'],
            ['unknown', 'Not fifty.'],
          ] as const
        ).flatMap(([age, reply]) => [[`age ${age}`, 'OK.'] as const, ['am i old', reply] as const]),
      ],
    },
    'conditions without spaces, with tags on both sides and => in the reply': {
      brain:
        '+ is it *\n* <star>==<bot name> => Yes => it is.\n* {uppercase}<star>{/uppercase} ne X => No.\n- X.\n! var name = rex',
      talk: [
        ['is it rex', 'Yes => it is.'],
        ['is it max', 'No.'],
        ['is it x', 'X.'],
      ],
    },
    'a trigger whose conditions all fail has no reply': {
      brain: '+ go\n* a == b => Never.',
      talk: [['go', 'ERR: No Reply Found']],
    },
    'redirects, hard and inline': {
      brain:
        '+ hello\n- Hi.\n\n+ hey\n@ hello\n\n+ hey there\n- {@ hello } {@hello}\n\n+ please *\n- Well: <@>\n\n+ lost\n- {@nowhere}',
      talk: [
        ['hey', 'Hi.'],
        ['hey there', 'Hi. Hi.'],
        ['please hello', 'Well: Hi.'],
        ['please please hey', 'Well: Well: Hi.'],
        ['lost', unmatched],
      ],
    },
    'redirects see what the same reply sets, wherever it stands in it': {
      brain: '+ go\n- {@where}{topic=there}<set who=Ann>\n\n> topic there\n+ where\n- There with <get who>.\n< topic',
      talk: [['go', 'There with Ann.']],
    },
    'endless redirects end': {
      brain: '+ a\n@ b\n\n+ b\n@ a\n\n+ c\n- x{@c}\n\n! global depth = 3',
      talk: [
        ['a', 'ERR: Deep Recursion Detected'],
        ['c', 'xxxxERR: Deep Recursion Detected'],
      ],
    },
    'what a user says is never read as a tag': {
      brain: '! array secret = hidden\n+ say *\n- You said <star>.\n\n+ show\n- <get x>',
      utf8: true,
      talk: [
        [
          'say {topic=x} (@secret) {@show} {random}a b{/random}',
          'You said {topic=x} (@secret) {@show} {random}a b{/random}.',
        ],
      ],
      after: { topic: 'random' },
    },
  })
})

describe('lines', () => {
  playAll({
    'continuations are joined as ! local concat says': {
      brain:
        '+ a\n- x\n^ y\n! local concat = space\n+ b\n- x\n^ y\n! local concat = newline\n+ c\n- x\n^ y\n! local concat = other\n+ d\n- x\n^ y',
      talk: [
        ['a', 'xy'],
        ['b', 'x y'],
        ['c', 'x\ny'],
        ['d', 'xy'],
      ],
    },
    'every command can be continued, across comments and empty lines': {
      brain:
        '+ one\\stwo\n- x'.replace('\\s', ' ') +
        '\n+ three\n^ four\n% x\n// comment\n\n- y\n// more\n^ z\n* a == b =>\n^ never\n\n+ five\n@ one\n^ \\stwo'.replace(
          '\\s',
          '',
        ),
      talk: [
        ['one two', 'x'],
        ['threefour', 'yz'],
      ],
    },
    comments: {
      brain:
        '// one\n+ go // two\n- http://x.y // three\n/* four\n+ not this\n- no\n*/\n# five\n/* six */\n+ end\n- ok',
      talk: [
        ['go', 'http://x.y'],
        ['not this', unmatched],
        ['end', 'ok'],
      ],
    },
    'Windows line ends and indentation': {
      brain: '+ go\r\n\t- Gone.\r\n    ^  Far.\r\n',
      talk: [['go', 'Gone.Far.']],
    },
    'definitions can be taken back': {
      brain:
        '! var a = 1\n! var a = <undef>\n! global b = 2\n! global b = <undef>\n! sub x = y\n! sub x = <undef>\n! array l = m n\n! array l = <undef>\n+ x\n- <bot a> <env b> (@l)',
      talk: [['x', 'undefined undefined (@l)']],
    },
    'substitutions take whole words and phrases, the longest first, once': {
      brain:
        "! sub a b = c\n! sub a = d\n! sub c = e\n! sub :-) = smile\n! sub what's = what is\n+ c\n- phrase\n\n+ d bb\n- word\n\n+ e smile\n- symbol\n\n+ what is whats\n- quote",
      talk: [
        ['A B', 'phrase'],
        ['a bb', 'word'],
        ['c :-)', 'symbol'],
        ['What’s whats?', 'quote'],
      ],
    },
    'spaces around the parts of a definition do not count': {
      brain: '!   global    debug=    1\n! var site = http://x/?a=b\n+ go\n- <env debug> <bot site>',
      talk: [['go', '1 http://x/?a=b']],
    },
  })
})
