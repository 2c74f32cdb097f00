import type { LanguageTable } from '../table.ts'

const yesOrNo = '(?:an? )?(?:yes or (?:an? )?no|no or (?:an? )?yes)'

export const en: LanguageTable = {
  yes: `
    yes, yeah, yea, yep, yup, yah, aye, ya, yes sir, sure, sure thing, for sure, of course, certainly, definitely,
    absolutely, totally, indeed, affirmative, ok, okay, k, alright, all right, right, correct, exactly, precisely, true,
    agreed, agree, couldn't agree more, could not agree more, can't disagree, fine, sounds good, sounds great,
    sounds fine, good, great, perfect, gladly, happily, with pleasure,
    by all means, go ahead, go for it, please, do it, do that, let's do it, let's go, why not, see why not, no doubt,
    without a doubt, no doubt about it, no problem, no worries, no objection, no objections, not a problem, no question,
    can't wait, don't mind, do not mind, wouldn't mind, would not mind, i guess, i guess so, i think so, i suppose,
    i suppose so, i believe so, i hope so, think so, believe so, probably, most likely, likely, uh huh, mm hmm, mhm,
    i do, i am, i will, i would, i can, i have, it is, it does, they are, we do, we are, we will, he does, she does,
    you bet, love to, love it, love that, like to, like it, like that, accept, accepted, approve, approved, confirm,
    confirmed, count me in, i'm in, deal, naturally, obviously, clearly, that works, works for me, it works, 👍, ✅, ✔,
    👌, 🆗
  `,
  no: `
    no, nope, nah, nay, naw, noo, nooo, no way, no chance, not a chance, no sir, no thanks, no thank you, no longer,
    never, not at all, not really, not yet, not now, not today, not likely, not think so, not a good idea, negative,
    false, wrong, incorrect, untrue, refuse, decline, declined, reject, rejected, disagree, deny, denied,
    don't think so, doubt it, doubt that, doubt, hardly, unlikely, forget it, forget about it, count me out, i'm out,
    under no circumstances, on no account, in no way, rather not, prefer not to, prefer not, uh uh, nuh uh, neither,
    out of the question, bad, terrible, bad idea, bad, cannot, 👎, ❌, 🚫, 🙅
  `,
  unsure: `
    maybe, maybe not, perhaps, perhaps not, possibly, possibly not, not sure, not really sure, not quite sure,
    not so sure, not too sure, not entirely sure, not 100 sure, unsure, don't know, do not know, dont know, dunno, idk,
    no idea, no clue, not certain, uncertain, depends, it depends, who knows, hard to say, hard to tell, can't say .,
    can't tell, could be, could go either way, might, might be, might not, undecided, not decided, yes and no,
    neither yes nor no, think about it, think it over, let me think, on the fence, either way, can't decide, 🤷, 🤔
  `,
  neutral: `
    yes or no, yes or a no, no or yes, no or a yes, right now, right away, right here, right after, no matter, no one, no wonder, not only,
    good morning, good night, good evening, good afternoon, good day, never mind, nevermind, just like that, oh no,
    true or false, right or wrong, good or bad
  `,
  negators: `
    not, never, don't, dont, doesn't, doesnt, didn't, didnt, isn't, isnt, aren't, arent, wasn't, weren't, won't, wont,
    wouldn't, wouldnt, can't, cant, cannot, couldn't, shouldn't, haven't, hasn't, hadn't, ain't, aint, without
  `,
  breaks: 'but, however, although, though, because, so, actually, well',
  asks: [
    `(?:does|would|did|do) {x} mean ${yesOrNo}`,
    '(?:does|would|did|do) {q} mean (?:an? )?yes',
    `(?:is|was) {q} ${yesOrNo}`,
    '(?:is|was) {q} an? yes',
    `(?:is|was|does) (?:that|this|it|the following)(?: mean)? ${yesOrNo} ?[:,;-] ?{x}`,
    `(?:if|whether) {x} (?:means|is|was) ${yesOrNo}`,
    `{q} ?[:,;.?!-]* ?(?:(?:is|was|does) (?:that|this|it) (?:mean )?)?${yesOrNo}`,
    `${yesOrNo} ?[:,;-]* ?{q}`,
    `what does {q} mean,? ${yesOrNo}`,
  ],
  asksBefore: [
    `(?:is|was|does|do) (?:that|this|it)(?: mean)? ${yesOrNo}`,
    `(?:is|was) (?:that|this|it) supposed to (?:be|mean) ${yesOrNo}`,
    `(?:did|do) i (?:say|mean) ${yesOrNo}`,
    `(?:what did i (?:say|mean)|was i saying|which is it),? ${yesOrNo}`,
  ],
  replies: { yes: 'yes', no: 'no', unsure: 'unsure' },
}
