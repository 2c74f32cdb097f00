import { primaryLanguage } from 'dramatis'
import { words } from './words.ts'

/**
 * Words that carry the form of a question and not its subject, by language: articles, pronouns, auxiliaries and the
 * courtesies of chat. Sharing them says next to nothing, and a small set of entries cannot show that by counting.
 */
const lists: Readonly<Record<string, string>> = {
  en: `a about again all also am an and any anyone anything are as ask at be because been before being but by can cannot
    cant could couldnt d did didnt do does doesnt doing done dont either else ever every exactly for from get gets getting
    give go going good got had has hasnt have havent having he hello help her here hers hey hi him his how hows however i
    id if ill im in into is isnt it its ive just know let lets like ll long m make many may maybe me mean might mine more
    most much must my need needs never no not now of off often ok okay on one only or other our ours out over own please
    possible question really s say see shall she should show so some someone something still such t take tell than thank
    thanks that thats the their theirs them then there theres these they thing things think this those through to too
    try under until up us use using very want wants was wasnt way we well were what whats when whens where wheres which
    while who whom whos whose why will wish with within without wont would wouldnt yes yet you your youre yours`,
  de: `ab aber alle allem allen aller alles als also am an andere auch auf aus bei beim bin bis bist bitte da dafur damit
    danke dann darf das dass davon dazu dein deine dem den denn der des dich die dies diese diesem diesen dieser dieses
    dir doch dort du durch ein eine einem einen einer eines einfach er es etwas euch euer eure eurem euren eurer fur
    geben gegen geht gerne gibt guten gut habe haben hallo hat hatte hi hier hilfe ich ihm ihn ihnen ihr ihre ihrem ihren
    ihrer im in ins ist ja jede jeder jedes jemand jetzt kann kannst kein keine keinen konnen konnt konnte konnten lange
    machen man mehr mein meine meinem meinen meiner meines mich mir mit mochte mochten muss mussen nach nein nicht nichts
    noch nun nur ob oder ohne schon sehr sein seine seit sich sie sind so soll sollen sollte tag tun uber um und uns
    unser unsere unserem unseren unserer unter viel vom von vor wann war warum was weil welche welchem welchen welcher
    welches wenn wer werden wie wieder will wir wird wo woher wohin worden wurde wurden zu zum zur`,
  ja: `あなた ありがとう ある あれ いい いう いくら いつ いる いただけ か から が ください くだ くれ この こと これ さい します し する ず せ
    その それ たい たら だ ちゃ つ て で です できます でき では と という とき ところ どう どうして どこ どの どれ な ない なに なる なん
    に の は ば へ ほしい ます ませ まで ました まし も もの や よ り る れ を ん 何 教え 方 知り 私 誰 事`,
  zh: `一 一下 上 下 不 不是 个 么 也 了 什么 他 你 你好 你们 再 几 到 又 可以 可 吗 吧 呢 和 哪 哪儿 哪里 啊 在 多 多少 她 如何 它 对 就
    很 怎么 怎样 您 想 我 我们 把 是 是否 有 有没有 没 没有 的 着 知道 能 能否 能不能 要 该 请 请问 谁 谢谢 跟 还 这 这个 那 那个 都 需要`,
  nl: `aan al alle als ben bent bij da dan dank dat de deze die dit doe doen door dus een en er even geen goed graag had
    hallo heb hebben hebt heeft het hij hoe hoeveel hoi hun ik in is ja je jij jou jouw jullie kan kun kunnen kunt maar
    maken me meer met mij mijn moet moeten mogen naar nee niet nog nu of om onder ons onze ook op over te toch toe tot u
    uit uw van veel via voor waar waarom wanneer waren was wat we wel welk welke wie wij wil willen word worden wordt ze
    zelf zich zij zijn zo zonder zou`,
  fr: `a ai au aucun aussi aux avec avez avoir avons bien bonjour ca car ce cela ces cet cette chez ci comme comment d
    dans de des dois donc dont du elle elles en encore est et etait ete etes etre eu faire fait faut il ils j je jusqu l
    la le les leur leurs lui m ma mais me merci mes moi mon n ne ni non nos notre nous on ont ou oui par pas peut peux
    plait plus pour pourquoi pouvez pouvoir puis qu quand que quel quelle quelles quels qui quoi s sa salut sans se sera
    ses si sont son sous sur svp t ta te tes toi ton tous tout toute toutes tres tu un une vers veux voici voila vos
    votre voudrais vous y`,
  es: `a al algo alguien algun alguna antes aqui asi aun buenas buenos cada como con cual cuales cuando cuanta cuantas
    cuanto cuantos de debe debo del desde donde dos e el ella ellas ellos en entre era eres es esa ese eso esta estan
    estas este esto estos estoy favor fue gracias ha hace hacer hacia han hasta hay he hola la las le les lo los mas me
    mi mis mucho muy nada ni no nos nosotros o os otra otro para pero poco por porque pueda puede pueden puedo pues que
    quien quiero saber se ser si sido sin sobre son soy su sus tal tambien tan tener tengo ti tiene tienen todo todos tu
    tus un una unas uno unos usted ustedes va vosotros voy vuestra vuestro y ya yo`,
  pt: `a ai ao aos aquela aquele aqui as ate bem boa bom com como da das de dela dele deles depois do dos e ela elas ele
    eles em entre era essa esse esta estao estas este estes estou eu favor fazer foi for ha isso isto ja la lhe mais mas
    me mesmo meu meus minha minhas muito na nao nas nem no nos nossa nosso num numa o obrigada obrigado ola onde os ou
    para pela pelas pelo pelos pode podem podemos por porque posso qual quais quando quanta quantas quanto quantos que
    quem quero saber se sem ser seu seus sim so sobre sou sua suas tambem te tem tenho ter teu ti tu tua tudo um uma umas
    uns vai voce voces vos`,
  it: `a ad agli ai al alla alle allo anche ancora avere c che chi ci ciao cio come con cosa cosi cui da dagli dai dal
    dalla dalle dallo degli dei del dell della delle dello devo di dove dopo e ed era essere fa fare fino fra gia gli
    grazie ha hai hanno ho i il in io l la le lei li lo loro lui ma me mi mia mie miei mio molto ne negli nei nel nella
    nelle nello no noi non nostra nostro o ogni per perche piu po posso potete prima puo qual quale quali quando quanta
    quante quanti quanto quel quella quello questa queste questi questo qui salve se sei senza si sia siamo siete sono
    sta stato su sua sue sul sulla suo suoi te ti tra tu tua tuo tutti tutto un una uno vi voglio voi vorrei vostra vostro`,
}

const sets = new Map(Object.entries(lists).map(([language, list]) => [language, new Set(list.split(/\s+/))]))
const none: ReadonlySet<string> = new Set()

/** The function words of a language, folded; none where the language has no list here. */
export function functionWords(language: string): ReadonlySet<string> {
  return sets.get(primaryLanguage(language)) ?? none
}

/** The language whose function words a text uses most, as a primary subtag; '' where it uses none. */
export function guessLanguage(text: string): string {
  const counts = new Map<string, number>()
  for (const word of words(text)) {
    for (const [language, set] of sets) if (set.has(word)) counts.set(language, (counts.get(language) ?? 0) + 1)
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a)
  return most?.[0] ?? ''
}
