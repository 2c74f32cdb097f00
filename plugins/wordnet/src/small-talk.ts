/** Words that are in every dictionary and yet ask for no entry of it. All in lower case. */

/** These point at something said before or at somebody present: `what is it?`, `what does that mean?` */
export const pointers = words(`
  i me my mine myself you your yours yourself he him his himself she her hers herself it its itself we us our ours
  they them their theirs this that these those there here who whom whose what which when where why how
`)

/** What a bare word may be instead of something to look up: a greeting, a command, an answer, a sigh. */
export const chatter = words(`
  hello hi hey hiya howdy yo greetings welcome bye goodbye good-bye farewell cheers ciao morning evening night
  good_morning good_afternoon good_evening good_night good_day happy_birthday happy_new_year
  yes yeah yep yup no nope nay ok okay sure right fine alright all_right maybe perhaps never always sometimes
  of_course no_way not_at_all great good nice cool awesome amazing wow oh ah ha haha lol oops ouch hmm huh um well
  thanks thank_you please sorry pardon excuse_me congratulations well_done damn hell shit fuck
  stop go start wait quit exit cancel help continue next back again more less enough done repeat restart reset
  undo menu test testing shut_up go_on come_on go_away come_in hurry_up hold_on never_mind
  and or but so if then now later today tomorrow yesterday tonight too also very just really
  not a an the of in on at by to for from with as is are was were be am do does did can could will would may might
  must shall should have has had all any some none both each every many much other
  one two three four five six seven eight nine ten first second third last true false
`)

/** After `what is` or `what's` without an article these ask for news. */
export const happenings = words(`
  up new next wrong happening good left on cooking cracking shaking going_on going_down today tomorrow yesterday
  tonight more better best worse worst right first last possible available missing
`)

/** After `what is the` these mean one particular thing that no dictionary knows. */
export const situations = words(`
  time date day month year hour weather temperature forecast news headline headlines matter problem problems issue
  trouble point plan plans score result results difference deal story scoop answer answers question questions catch
  use idea situation status state price cost name address password number code rule rules reason cause purpose
  agenda schedule menu title topic subject limit distance size height speed total sum best worst latest most least
  first last next right wrong way occasion hurry rush fuss big_deal good_news bad_news meaning
  current_time local_time
`)

/** After `the meaning of` these are philosophy. */
export const mysteries = words('life everything it_all existence')

function words(list: string): ReadonlySet<string> {
  return new Set(
    list
      .trim()
      .split(/\s+/)
      .map((word) => word.replaceAll('_', ' ')),
  )
}
