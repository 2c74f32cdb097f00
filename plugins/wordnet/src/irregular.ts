/** Forms that no rule of English explains, as `base: its forms`. What a rule does explain need not be here. */

export const irregularNouns = byForm(`
  addendum: addenda; alga: algae; alumna: alumnae; alumnus: alumni; analysis: analyses; antenna: antennae
  antithesis: antitheses; apex: apices; appendix: appendices; aquarium: aquaria; arboretum: arboreta
  automaton: automata; axis: axes; bacillus: bacilli; bacterium: bacteria; basis: bases; beau: beaux
  brother: brethren; bureau: bureaux; cactus: cacti; catharsis: catharses; chateau: chateaux; cherub: cherubim
  child: children; cicatrix: cicatrices; codex: codices; corpus: corpora; cortex: cortices; crisis: crises
  criterion: criteria; curriculum: curricula; datum: data; die: dice; diagnosis: diagnoses; dwarf: dwarves
  ellipsis: ellipses; emphasis: emphases; erratum: errata; eucalyptus: eucalypti; focus: foci; foot: feet
  forum: fora; fungus: fungi; ganglion: ganglia; gateau: gateaux; genesis: geneses; genius: genii; genus: genera
  goose: geese; gymnasium: gymnasia; helix: helices; hippopotamus: hippopotami; hoof: hooves; hypothesis: hypotheses
  index: indices; kibbutz: kibbutzim; larva: larvae; libretto: libretti; locus: loci; louse: lice; lumen: lumina
  man: men; matrix: matrices; medium: media; memorandum: memoranda; metamorphosis: metamorphoses; millennium: millennia
  mitosis: mitoses; money: monies; mouse: mice; nebula: nebulae; neurosis: neuroses; nova: novae; nucleus: nuclei
  oasis: oases; octopus: octopi; opus: opera; ovum: ova; ox: oxen; papyrus: papyri; paralysis: paralyses
  parenthesis: parentheses; passerby: passersby; passer-by: passers-by; penny: pence; person: people
  phenomenon: phenomena; phylum: phyla; plateau: plateaux; polyhedron: polyhedra; psychosis: psychoses; quiz: quizzes
  quantum: quanta; radius: radii; runner-up: runners-up; schema: schemata; sepsis: sepses; seraph: seraphim
  serum: sera; sinus: sinuses; spectrum: spectra; stadium: stadia; stigma: stigmata; stimulus: stimuli
  stratum: strata; supernova: supernovae; syllabus: syllabi; symposium: symposia; synopsis: synopses
  synthesis: syntheses; tableau: tableaux; terminus: termini; thesis: theses; tooth: teeth; torso: torsi; umbra: umbrae
  uterus: uteri; vertebra: vertebrae; vertex: vertices; virtuoso: virtuosi; vortex: vortices; whiz: whizzes
  mother-in-law: mothers-in-law; father-in-law: fathers-in-law; sister-in-law: sisters-in-law
  brother-in-law: brothers-in-law; son-in-law: sons-in-law; daughter-in-law: daughters-in-law
`)

export const irregularVerbs = byForm(`
  abide: abode; arise: arose arisen; awake: awoke awoken; be: am is are was were been being; bear: bore borne born
  beat: beaten; become: became; befall: befell befallen; beget: begot begotten; begin: began begun; behold: beheld
  bend: bent; bereave: bereft; beseech: besought; beset: besetting; bestride: bestrode bestridden; bid: bade bidden
  bind: bound; bite: bit bitten; bleed: bled; blow: blew blown; break: broke broken; breed: bred; bring: brought
  build: built; burn: burnt; buy: bought; can: could; catch: caught; chide: chid chidden; choose: chose chosen
  cleave: clove cloven cleft; cling: clung; clothe: clad; come: came; creep: crept; deal: dealt; dig: dug
  do: did done does doing; draw: drew drawn; dream: dreamt; drink: drank drunk; drive: drove driven; dwell: dwelt
  eat: ate eaten; fall: fell fallen; feed: fed; feel: felt; fight: fought; find: found; flee: fled; fling: flung
  fly: flew flown; forbear: forbore forborne; forbid: forbade forbidden; foresee: foresaw foreseen
  foretell: foretold; forget: forgot forgotten; forgive: forgave forgiven; forgo: forwent forgone
  forsake: forsook forsaken; freeze: froze frozen; get: got gotten; gild: gilt; gird: girt; give: gave given
  go: went gone goes; grind: ground; grow: grew grown; hang: hung; have: had has having; hear: heard; heave: hove
  hew: hewn; hide: hid hidden; hold: held; keep: kept; kneel: knelt; know: knew known; lay: laid; lead: led
  lean: leant; leap: leapt; learn: learnt; leave: left; lend: lent; lie: lay lain; light: lit; lose: lost
  make: made; mean: meant; meet: met; mislead: misled; mistake: mistook mistaken; misunderstand: misunderstood
  mow: mown; outdo: outdid outdone; outgrow: outgrew outgrown; overcome: overcame; overdo: overdid overdone
  overhear: overheard; oversee: oversaw overseen; overtake: overtook overtaken; overthrow: overthrew overthrown
  partake: partook partaken; pay: paid; plead: pled; prove: proven; rebuild: rebuilt; repay: repaid; rend: rent
  rewrite: rewrote rewritten; ride: rode ridden; ring: rang rung; rise: rose risen; run: ran; saw: sawn; say: said
  see: saw seen; seek: sought; sell: sold; send: sent; sew: sewn; shake: shook shaken; shear: shorn; shed: shedding
  shine: shone; shoe: shod; shoot: shot; show: shown; shrink: shrank shrunk; sing: sang sung; sink: sank sunk
  sit: sat; slay: slew slain; sleep: slept; slide: slid; sling: slung; slink: slunk; smell: smelt; smite: smote smitten
  sow: sown; speak: spoke spoken; speed: sped; spell: spelt; spend: spent; spill: spilt; spin: spun; spit: spat
  spoil: spoilt; spring: sprang sprung; stand: stood; steal: stole stolen; stick: stuck; sting: stung
  stink: stank stunk; strew: strewn; stride: strode stridden; strike: struck stricken; string: strung
  strive: strove striven; swear: swore sworn; sweep: swept; swell: swollen; swim: swam swum; swing: swung
  take: took taken; teach: taught; tear: tore torn; tell: told; think: thought; thrive: throve thriven
  throw: threw thrown; tread: trod trodden; undergo: underwent undergone; understand: understood
  undertake: undertook undertaken; undo: undid undone; uphold: upheld; wake: woke woken; wear: wore worn
  weave: wove woven; weep: wept; win: won; wind: wound; withdraw: withdrew withdrawn; withhold: withheld
  withstand: withstood; wring: wrung; write: wrote written; use: used using; singe: singeing; dye: dyeing
  hoe: hoeing; gas: gassed gassing; bus: bussed bussing; quiz: quizzed quizzing
`)

export const irregularAdjectives = byForm(`
  good: better best; bad: worse worst; far: farther farthest further furthest; little: less least; much: more most
  many: more most; old: elder eldest; well: better best; shy: shyer shyest; dry: drier driest; sly: slyer slyest
`)

/** From each form to the bases it may come from. */
function byForm(table: string): ReadonlyMap<string, readonly string[]> {
  const bases = new Map<string, string[]>()
  for (const entry of table.split(/[;\n]/)) {
    const [base = '', forms = ''] = entry.split(':')
    for (const form of forms.split(' ')) {
      if (form !== '') bases.set(form, [...(bases.get(form) ?? []), base.trim()])
    }
  }
  return bases
}
