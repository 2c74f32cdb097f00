import { playAll, unmatched } from './play.ts'

describe('topics', () => {
  playAll({
    'keep the user until they are left': {
      brain:
        '+ enter\n- In.{topic=cave}\n\n+ *\n- Out here.\n\n> topic cave\n  + leave\n  - Out.{topic=random}\n\n  + *\n  - Dark.\n< topic',
      talk: [
        ['hello', 'Out here.'],
        ['enter', 'In.'],
        ['hello', 'Dark.'],
        ['leave', 'Out.'],
        ['hello', 'Out here.'],
      ],
    },
    'that do not exist lead back to the default one': {
      brain: '+ go\n- {topic=nowhere}Gone.\n\n+ here\n- <get topic>',
      talk: [
        ['go', 'Gone.'],
        ['here', 'random'],
      ],
    },
    'without triggers match nothing': {
      brain: '+ go\n- {topic=void}Gone.\n\n> topic void\n< topic',
      talk: [
        ['go', 'Gone.'],
        ['go', unmatched],
      ],
    },
    'that include others share one order with them': {
      brain:
        '> topic a includes b\n+ *\n- any\n< topic\n\n> topic b includes c\n+ bee\n- b\n< topic\n\n> topic c\n+ sea\n- c\n< topic\n\n+ out\n- out',
      given: { topic: 'a' },
      talk: [
        ['bee', 'b'],
        ['sea', 'c'],
        ['out', 'any'],
      ],
    },
    'that inherit others go before them': {
      brain: '> topic a inherits b\n+ *\n- any\n< topic\n\n> topic b\n+ bee\n- b\n< topic',
      given: { topic: 'a' },
      talk: [['bee', 'any']],
    },
    'that include and inherit: included triggers rank with the own ones, inherited ones below': {
      brain:
        '> topic a inherits low includes side\n+ own\n- own\n< topic\n\n> topic side\n+ *\n- side\n< topic\n\n> topic low\n+ something long\n- low\n< topic',
      given: { topic: 'a' },
      talk: [
        ['own', 'own'],
        ['something long', 'side'],
      ],
    },
    'inherit in circles without harm': {
      brain: '> topic a inherits b\n+ one\n- 1\n< topic\n\n> topic b inherits a\n+ two\n- 2\n<',
      given: { topic: 'a' },
      talk: [
        ['one', '1'],
        ['two', '2'],
      ],
    },
    'weights count across inheritance': {
      brain: '> topic a inherits b\n+ *\n- any\n< topic\n\n> topic b\n+ help{weight=1}\n- helped\n< topic',
      given: { topic: 'a' },
      talk: [['help', 'helped']],
    },
    'have their own %Previous, and inherited ones': {
      brain:
        '> topic a inherits b\n+ ask\n- Sure?\n\n+ *\n- any\n< topic\n\n> topic b\n+ yes\n% sure\n- Good.\n< topic',
      given: { topic: 'a' },
      talk: [
        ['ask', 'Sure?'],
        ['yes', 'Good.'],
      ],
    },
  })
})

describe('the begin block', () => {
  playAll({
    'decides whether there is a reply': {
      brain:
        '> begin\n+ request\n* <env closed> == yes => Closed.\n- {ok}\n< begin\n\n! global closed = no\n\n+ close\n- <env closed=yes>Closing.',
      talk: [
        ['close', 'Closing.'],
        ['close', 'Closed.'],
      ],
    },
    'sets topic and variables before the reply, and formats it after': {
      brain:
        '> begin\n+ request\n* <get met> == undefined => <set met=yes>{topic=new}{ok}\n- {uppercase}{ok}{/uppercase} (<get n>)\n< begin\n\n> topic new\n+ *\n- Who are you, <get met>?{topic=random}\n< topic\n\n+ *\n- <set n=<star>>Hello <star>.',
      talk: [
        ['hi', 'Who are you, yes?'],
        ['ann', 'HELLO ANN. (ann)'],
      ],
    },
    'sets a topic once, though the tag stands after {ok}': {
      brain:
        '> begin\n+ request\n* <get met> == undefined => {ok}{topic=new}<set met=yes>\n- {ok}\n< begin\n\n> topic new\n+ *\n- Welcome.{topic=random}\n< topic\n\n+ *\n- Again.',
      talk: [
        ['x', 'Welcome.'],
        ['x', 'Again.'],
      ],
    },
    'chooses at random once': {
      brain: '> begin\n+ request\n- {random}<set a=1>{ok}|<set b=1>{ok}{/random}\n< begin\n\n+ *\n- <get a> <get b>',
      random: () => 0,
      talk: [['x', '1 undefined']],
    },
    'without a request matches nothing': {
      brain: '> begin\n+ other\n- {ok}\n< begin\n\n+ *\n- x',
      talk: [['x', unmatched]],
    },
    'says every {ok} the same': {
      brain: '> begin\n+ request\n- {ok} {ok}\n< begin\n\n+ *\n- <add n=1><get n>',
      talk: [['x', '1 1']],
    },
  })
})
