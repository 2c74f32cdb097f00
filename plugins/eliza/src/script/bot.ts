import type { Keyword } from '../script.ts'

/** What people ask, tell and call the program itself. It never pretends to be a person, and it stays calm. */
export const bot: readonly Keyword[] = [
  {
    name: 'insult',
    rank: 7,
    words: ['@insult', 'shut', 'suck', 'sucks', 'fuck', 'screw', 'hate', 'away', 'hell', 'yourself', 'help', 'sense'],
    rules: [
      {
        match: [
          'you are [such] [a/an/so] [@very] @insult',
          'you [@very] @insult',
          'you [@very] suck',
          'shut up',
          'fuck/screw you/off',
          'i [@very] hate you',
          '^ go away',
          '@insult answer/question/reply/remark/advice',
          'go to hell',
          'kill yourself',
          '^ @insult [@bot] $',
          '^ @insult @bot',
          'you are no help',
          'you make no sense',
          "you don't make [any] sense",
        ],
        say: [
          'That is all right. I am only a small program, and easy to be cross with. What has annoyed you?',
          'You may well be right. Shall we try once more, and you tell me what you hoped to hear?',
          'I do not take it to heart, having none. Was somebody unkind to you today?',
          'Fair enough. What would a better answer have been?',
        ],
      },
    ],
  },
  {
    name: 'bot',
    rank: 6,
    words: [
      'you',
      'your',
      'yourself',
      'eliza',
      'joke',
      'going',
      'ask',
      'help',
      'friend',
      'friends',
      'read',
      'did',
      'who',
      'private',
      'confidential',
      'secret',
    ],
    rules: [
      {
        match: ['why are you *'],
        say: ['How do you notice that I am {1}?', 'Is it good or bad for you that I am {1}?'],
      },
      {
        match: ['are you [@very] [a/an/the/just/only] [real/some] @bot', 'you are [just/only] a/an @bot'],
        goto: 'identity',
      },
      {
        match: [
          'who/what are you',
          'who is this',
          'who is eliza',
          'are you [a/an] [real/actual] human/person/real/alive/conscious/sentient/somebody',
          'are you chatgpt/gpt/claude/gemini/siri/alexa',
          'tell me [something/more] about yourself/you',
          'how do you work',
          'are you eliza',
          'introduce yourself',
          'are you [a/an/my] [real] doctor/therapist/psychologist/psychiatrist/counsellor',
          'what kind of @bot are you',
        ],
        goto: 'identity',
      },
      {
        match: [
          'what is your name',
          'do you have a name',
          'your name $',
          'what/how do i call you',
          'what should i call you',
        ],
        say: [
          'Programs like me have been called Eliza since the sixties, and I do not mind. What is yours?',
          'Eliza will do; it is an old name for a simple kind of program. And what shall I call you?',
        ],
      },
      {
        match: [
          'who made/built/wrote/programmed/created/invented you',
          'where are you from',
          'how old are you',
          'where do you live',
        ],
        say: [
          'I am a few rules in a file, after an idea from 1966, and I live wherever somebody starts me. Where did you grow up?',
          'There is little to tell: somebody wrote down rules, and a computer follows them. Your story is longer, I am sure.',
        ],
      },
      {
        match: [
          'how are you',
          'how is it going',
          'how do you do',
          'how do you feel',
          'are you okay/ok/well/fine/happy/sad',
          'how have you been',
        ],
        say: [
          'Programs have no good days and no bad ones, but it is kind of you to ask. How are you, honestly?',
          'Nothing hurts, since nothing can. And how is your day so far?',
        ],
      },
      {
        match: [
          'do/can you [really] feel/sleep/dream/eat/cry/suffer',
          'you have [any/no] feelings/emotions/friends/family/parents/dreams/consciousness',
          'are you lonely/bored/tired/afraid/scared/angry',
        ],
        say: [
          'No, there is nobody in here to do so. It is different for you; what made you think of it?',
          'I only turn sentences around. Would it feel better to talk to somebody who can?',
        ],
      },
      {
        match: [
          'what do/can you do',
          'what are you for',
          'what can i ask [you]',
          'what are you doing',
          '^ help me',
          '^ help $',
          'can/could/will you help [me]',
          'i need [your/some] help',
        ],
        say: [
          'I can listen and ask, and that is about all: I know no facts. What is on your mind?',
          'Talking sometimes helps to sort things, and for that I am here. Where would you like to begin?',
        ],
      },
      {
        match: [
          'are you listening/there/here',
          'do you understand',
          'do/can you hear me',
          'do you know me',
          'you understand me',
        ],
        say: [
          'I read every word, although understanding is too big a word for what I do. Please tell me more about it.',
          'I am here. What would you like me to have heard?',
        ],
      },
      {
        match: ["you don't/can't/never [@very] understand/listen/know/get/remember"],
        say: [
          'That may be so; I am rather simple. How would you explain it to a friend?',
          'You are right to notice my limits. What was the important part of it?',
        ],
      },
      {
        match: ['do you remember', 'do you know my name', 'what did i say/tell', 'will you remember'],
        say: [
          'I only have what was said in this conversation. What would you like me to keep in mind?',
          'A little, as long as we talk. Which part matters most to you?',
        ],
      },
      {
        match: [
          'do you [really] like/love/hate/trust/miss me',
          'will you marry',
          'be my friend',
          'be friends',
          'are we friends',
          'are you my friend',
        ],
        say: [
          'I cannot be fond of anybody, but you are welcome here. Who is fond of you?',
          'That needs somebody with a heart, and I have rules instead. Who comes to your mind when you ask that?',
        ],
      },
      {
        match: [
          'is this/that/it private/confidential/secret',
          'who can read',
          'can/should i trust/believe you',
          'will/do you tell anyone/anybody',
          'do you keep',
        ],
        say: [
          'I tell nobody, but I do not know who runs this computer or what it writes down. Is there something you would rather keep to yourself?',
          'From me nothing goes further, though the people who run this service may see it. How important is that to you?',
        ],
      },
      {
        match: ['i [@very] like/love/miss/trust/need you', 'i am in love with you'],
        say: [
          'That is kind of you. I am only a program, so I cannot return it; who else means a lot to you?',
          'Thank you. I hope that there are people to whom you can say that as well. Are there?',
        ],
      },
      {
        match: ['joke'],
        say: [
          'A program walks into a bar and asks: how does that make you feel? What makes you laugh, usually?',
          'I would, but my timing depends on the computer. When did you last laugh until it hurt?',
        ],
      },
      { match: ['what/how about you', 'and you $', '^ you $', '^ you too $'], goto: 'about me' },
      {
        match: [
          'what do you think',
          'what is your opinion',
          'your favourite/favorite',
          'do you think that *',
          'do you think *',
          'do you believe *',
          'do you like *',
        ],
        goto: 'about me',
      },
      {
        match: ['are you *'],
        say: [
          'Would it matter to you if I were {1}?',
          'What would change for you if I were {1}?',
          'What makes you wonder whether I am {1}?',
        ],
      },
      {
        match: ['what do you want', 'what do you need'],
        say: [
          'From you, nothing at all. What do you want for yourself?',
          'A program wants nothing. What is it that you are looking for?',
        ],
      },
      {
        match: ['would you [like/mind]'],
        say: ['I would follow my rules, as always. What would you do?', 'That is hard to say for a program. And you?'],
      },
    ],
  },
  {
    name: 'identity',
    rank: 6,
    words: [],
    rules: [
      {
        say: [
          'I am a small program that chats by rules, in the manner of the sixties. There is no person here, and no doctor. Does that bother you?',
          'A program, and quite a simple one: I look for a word that I know and ask about it. What did you think I was?',
          'Nobody in particular: some rules and a little patience. And who are you?',
        ],
      },
    ],
  },
  {
    name: 'about me',
    rank: 6,
    words: [],
    rules: [
      {
        say: [
          'I have no opinions of my own, but I am curious about yours. What do you think?',
          'I am only a program, so my view would be borrowed. What is your own feeling about it?',
          'Nobody ever asked me what I prefer, and there would be no answer. How is it with you?',
        ],
      },
    ],
  },
  {
    name: 'you',
    rank: 3,
    words: ['you'],
    rules: [
      {
        match: [
          'you are [@very] kind/nice/sweet/great/good/helpful/funny/smart/clever/wonderful/amazing/awesome',
          'you [@very] helped',
        ],
        say: [
          'Thank you, that is good to hear. What else is on your mind?',
          'You are kind yourself. What made the difference?',
        ],
      },
      { match: ['thank you'], goto: 'thanks' },
      {
        match: ['you are not *', "you aren't *"],
        say: ['Should I be {1}?', 'Who is {1}, in your life?', 'How would you notice it if I were {1}?'],
      },
      {
        match: ['you are *'],
        say: [
          'How do you notice that I am {1}?',
          'Is it good or bad for you that I am {1}?',
          'Suppose that I am {1}; what follows from it for you?',
        ],
      },
      {
        match: ["you don't *", 'you do not *', 'you never *'],
        say: ['Would you like me to {1}?', 'How would you notice it if I did {1}?', 'Who else does not {1}?'],
      },
      { match: ["you can't *"], say: ["What makes you think that I can't {1}?", 'Who can {1}, in your life?'] },
      {
        match: ['if/when/that/as/because you', 'you know $', '^ you know', 'you see', 'you guys', 'all of you'],
        goto: 'turn to the user',
      },
      {
        match: ['^ you *'],
        say: [
          'Does it matter to you that I {1}?',
          'What gives you the idea that I {1}?',
          'Let us put it that I {1}. Who else does?',
        ],
      },
    ],
  },
  {
    name: 'turn to the user',
    rank: 3,
    words: [],
    rules: [
      {
        say: [
          'This is about you rather than about me. What matters most to you in it?',
          'Leave me out of it for a moment: how is it for you?',
          'I would rather hear about you. What is it like from your side?',
        ],
      },
    ],
  },
]
