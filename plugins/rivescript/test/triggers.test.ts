import { playAll, unmatched } from './play.ts'

describe('triggers', () => {
  playAll({
    'plain text ignores case, punctuation and spaces': {
      brain: '+ open the window\n- It is open.',
      talk: [
        ['Open the window!', 'It is open.'],
        ['  open   THE, window ', 'It is open.'],
        ['open the windows', unmatched],
        ['please open the window', unmatched],
      ],
    },
    '* takes anything, but something': {
      brain: '+ paint it *\n- Now it is <star>.',
      talk: [
        ['Paint it dark green!', 'Now it is dark green.'],
        ['paint it', unmatched],
      ],
    },
    'a trigger of * alone takes nothing as well': {
      brain: '+ *\n- [<star>]',
      talk: [
        ['!?', '[]'],
        ['some words', '[some words]'],
      ],
    },
    '# takes digits only, _ one word without digits': {
      brain: '+ give me # apples\n- <star>!\n\n+ give me _ apples\n- In digits?\n\n+ give me * apples\n- In short?',
      talk: [
        ['give me 12 apples', '12!'],
        ['give me twelve apples', 'In digits?'],
        ['give me 12 green apples', 'In short?'],
        ['give me a1 apples', 'In short?'],
      ],
    },
    'stars are counted in the order of their brackets': {
      brain: '+ (from|out of) * to _ in # (days|hours)\n- <star1>/<star2>/<star3>/<star4>/<star5>/<star6>',
      talk: [['From the sea to Rome in 3 days', 'from/the sea/rome/3/days/undefined']],
    },
    'wildcards take as little as they can': {
      brain: '+ * and *\n- <star1>+<star2>',
      talk: [['tea and milk and sugar', 'tea+milk and sugar']],
    },
    'choices may hold spaces and choices': {
      brain: '+ (i am|we (are|were)) here\n- <star1>, <star2>',
      talk: [
        ['I am here', 'i am, undefined'],
        ['we were here', 'we were, were'],
        ['we here', unmatched],
      ],
    },
    'optionals are whole words, and no stars': {
      brain: '+ (aa|bb) [cc|dd ee] [*] (ff|gg)\n- <star1><star2><star3>',
      talk: [
        ['aa ff', 'aaffundefined'],
        ['bb cc gg', 'bbggundefined'],
        ['bb dd ee and more gg', 'bbggundefined'],
        ['aaff', unmatched],
        ['aaccff', unmatched],
      ],
    },
    '[*] on both sides finds a word anywhere, but not inside of a word': {
      brain: '+ [*] tea [*]\n- Tea!',
      talk: [
        ['tea', 'Tea!'],
        ['a cup of tea please', 'Tea!'],
        ['steam', unmatched],
        ['team tea', 'Tea!'],
      ],
    },
    'optionals next to each other': {
      brain: '+ go [now] [fast] home\n- Gone.',
      talk: [
        ['go home', 'Gone.'],
        ['go now home', 'Gone.'],
        ['go fast home', 'Gone.'],
        ['go now fast home', 'Gone.'],
        ['go fast now home', unmatched],
      ],
    },
    'arrays stand for their items, with a star only in brackets': {
      brain: [
        '! array fruit = apple pear',
        '^ blood orange|dark cherry',
        '^ star\\sfruit plum',
        '+ one (@fruit) for @fruit',
        '- <star1> <star2>',
      ].join('\n'),
      talk: [
        ['one pear for apple', 'pear undefined'],
        ['one blood orange for star fruit', 'blood orange undefined'],
        ['one dark cherry for plum', 'dark cherry undefined'],
        ['one fig for plum', unmatched],
      ],
    },
    'arrays may hold arrays, even themselves': {
      brain: '! array all = @some kiwi @all\n! array some = fig date\n+ eat (@all)\n- <star>',
      talk: [
        ['eat fig', 'fig'],
        ['eat kiwi', 'kiwi'],
        ['eat stone', unmatched],
      ],
    },
    'an array that does not exist is left out of a choice, and matches nothing alone': {
      brain: '! array here = yes sure\n+ (@gone|@here|fine)\n- <star>\n\n+ say @gone\n- Never.',
      talk: [
        ['sure', 'sure'],
        ['fine', 'fine'],
        ['say', unmatched],
      ],
    },
    'array names may have underscores': {
      brain: '! array my_list = one two\n+ (@my_list)\n- <star>',
      talk: [['two', 'two']],
    },
    'bot and user variables inside of triggers': {
      brain: '! var name = R2 Unit\n+ hello <bot name>\n- At your service.\n\n+ i am <get name>\n- I know.',
      given: { name: "O'Hara" },
      talk: [
        ['Hello, r2 unit', 'At your service.'],
        ["I am O'Hara", 'I know.'],
        ['I am somebody', unmatched],
      ],
    },
    'what was said before, inside of triggers': {
      brain: '+ start\n- Off we go!\n\n+ <reply>\n- Echo?\n\n+ <input2> again\n- As before.',
      talk: [
        ['start', 'Off we go!'],
        ['off we go', 'Echo?'],
        ['start again', 'As before.'],
      ],
    },
    '? finds a keyword anywhere': {
      brain: '? пиво\n- Beer.\n\n+ *\n- Nothing.',
      utf8: true,
      talk: [
        ['пиво', 'Beer.'],
        ['большоепиво!', 'Beer.'],
        ['вино', 'Nothing.'],
      ],
    },
    'in UTF-8 mode letters of every script count': {
      brain: '! sub où = oú\n+ [*] 東京 [*]\n- 日本\n\n+ mein name ist _\n- Hallo <formal>!\n\n+ oú *\n- Ici.',
      utf8: true,
      talk: [
        ['Mein Name ist jörg.', 'Hallo Jörg!'],
        ['mein name ist 5', unmatched],
        ['私 東京 好き', '日本'],
        ['Où es-tu?', 'Ici.'],
      ],
    },
    'a trigger loses the punctuation that messages lose': {
      brain: '+ wie geht es dir?\n- Gut!',
      utf8: true,
      talk: [['Wie geht es dir?!', 'Gut!']],
    },
    'redirects are compared without case, and keep theirs': {
      brain: '+ go\n- {@say Hello There}\n\n+ say *\n- <star>',
      talk: [['go', 'Hello There']],
    },
  })
})

describe('the order of triggers', () => {
  playAll({
    'weights go first, spaces around them do not count': {
      brain:
        '+ * please{weight=10}\n- Weighted.\n\n+ tea for two please\n- Plain.\n\n+ {weight=20}   coffee *\n- Heavier.',
      talk: [
        ['tea for two please', 'Weighted.'],
        ['coffee please', 'Heavier.'],
      ],
    },
    'plain text, optionals, _, #, *': {
      brain: '+ a *\n- star\n\n+ a _\n- letters\n\n+ a #\n- digits\n\n+ a [b] c\n- optional\n\n+ a c\n- plain',
      talk: [
        ['a c', 'plain'],
        ['a b c', 'optional'],
        ['a x', 'letters'],
        ['a 1', 'digits'],
        ['a 1 x', 'star'],
      ],
    },
    'more words go first, then longer texts, then the alphabet': {
      brain: '+ * x\n- one\n\n+ * y x\n- two\n\n+ aa *\n- short\n\n+ * aaa\n- long\n\n+ * bb\n- b\n\n+ cc *\n- c',
      talk: [
        ['z y x', 'two'],
        ['aa aaa', 'long'],
        ['cc bb', 'b'],
      ],
    },
    'wildcards alone come last: _, #, *': {
      brain: '+ *\n- star\n\n+ #\n- digits\n\n+ _\n- letters\n\n+ * *\n- two\n\n+ x *\n- word',
      talk: [
        ['abc', 'letters'],
        ['12', 'digits'],
        ['1 2', 'two'],
        ['x 2', 'word'],
        ['?', 'star'],
      ],
    },
    'a [*] counts as no word': {
      brain: '+ [*]\n- all\n\n+ * cat *\n- cat\n\n+ [*] dog [*]\n- dog\n\n+ my dog *\n- my dog',
      talk: [
        ['a cat sat', 'cat'],
        ['my dog ran', 'my dog'],
        ['the dog ran', 'dog'],
        ['nothing', 'all'],
      ],
    },
    'of the same trigger twice the first is taken': {
      brain: '+ one\n- First.\n\n+ one\n- Second.',
      talk: [['one', 'First.']],
    },
    'a longer %Previous goes before a shorter one': {
      brain: '+ ask\n- Do you like tea?\n\n+ yes\n% [*] tea\n- Loose.\n\n+ yes\n% do you like tea\n- Exact.',
      talk: [
        ['ask', 'Do you like tea?'],
        ['yes', 'Exact.'],
      ],
    },
  })
})

describe('%Previous', () => {
  playAll({
    'matches what the bot said last, and fills botstar': {
      brain: [
        "! sub what's = what is",
        '+ start',
        "- What's your favourite colour?",
        '+ *',
        '% what is your favourite *',
        '- <formal> is a fine <botstar>.',
        '+ *',
        '- Hm.',
      ].join('\n'),
      talk: [
        ['green', 'Hm.'],
        ['start', "What's your favourite colour?"],
        ['light green', 'Light Green is a fine colour.'],
        ['blue', 'Hm.'],
      ],
    },
    'goes before every other trigger, plain ones too': {
      brain: '+ ask\n- Ready?\n\n+ *\n% ready\n- So be it.\n\n+ yes\n- Plain yes.',
      talk: [
        ['yes', 'Plain yes.'],
        ['ask', 'Ready?'],
        ['yes', 'So be it.'],
      ],
    },
    'does not look at redirected texts': {
      brain: '+ one\n- Two?\n\n+ go\n% two\n@ go\n\n+ go\n- Went.',
      talk: [
        ['one', 'Two?'],
        ['go', 'Went.'],
      ],
    },
    'ignores in UTF-8 mode the symbols that a pattern cannot have': {
      brain: '+ ask\n- Is $5 (or *more*) ok?\n\n+ ja\n% is $5 or more ok\n- Schön.',
      utf8: true,
      talk: [
        ['ask', 'Is $5 (or *more*) ok?'],
        ['ja', 'Schön.'],
      ],
    },
    'counts line breaks of the reply as spaces': {
      brain: '+ ask\n- First line\\nSecond line?\n\n+ *\n% first line second line\n- Yes.',
      talk: [
        ['ask', 'First line\nSecond line?'],
        ['x', 'Yes.'],
      ],
    },
  })
})
