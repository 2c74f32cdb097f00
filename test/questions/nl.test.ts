import { questionTable, type Row } from './table.ts'

const declined = [
  'Hallo!',
  'dank je wel',
  'Hoe gaat het?',
  'Hoe laat is het?',
  'Ik hou van je',
  'Wat is dat?',
  'Wie ben jij?',
  'Wie is zij?',
  'Waar is mijn telefoon?',
  'Vertel me iets over jezelf',
  'Wat is de zin van het leven?',
  'Beschrijf hoe een motor werkt',
]

const understood: readonly Row[] = [
  ['Wat is een quark?', 'what', 'quark'],
  ['wat zijn vulkanen', 'what', 'vulkanen'],
  ['Wat is de hoofdstad van Frankrijk?', 'what', 'hoofdstad van Frankrijk'],
  ['Kun je me vertellen wat een "zwart gat" is?', 'what', 'zwart gat'],
  ['Wat betekent vergankelijk?', 'definition', 'vergankelijk'],
  ['definitie van vrijheid', 'definition', 'vrijheid'],
  ["Wat is de betekenis van het woord 'gezellig'?", 'definition', 'gezellig'],
  ['synoniemen voor mooi', 'synonyms', 'mooi'],
  ['een ander woord voor blij', 'synonyms', 'blij'],
  ['Wat is het tegenovergestelde van heet?', 'antonyms', 'heet'],
  ['Welke soorten kaas zijn er?', 'kinds', 'kaas'],
  ['voorbeelden van zoogdieren', 'examples', 'zoogdieren'],
  ['onderdelen van een fiets', 'parts', 'fiets'],
  ['Is een hond een zoogdier?', 'isA zoogdier', 'hond'],
  ['Wie was Rembrandt?', 'person', 'Rembrandt'],
  ['Waar ligt Berlijn?', 'place', 'Berlijn'],
  ['Waar is De Panne?', 'place', 'De Panne'],
  ['Waar werd Mozart geboren?', 'place of birth', 'Mozart'],
  ['Wanneer is Rembrandt geboren?', 'time of birth', 'Rembrandt'],
  ['Wanneer overleed Rembrandt?', 'time of death', 'Rembrandt'],
  ['Wanneer is Pasen?', 'time', 'Pasen'],
  ['Wanneer werd Amsterdam gesticht?', 'time of start', 'Amsterdam'],
  ['Vertel me iets over de maan', 'topic', 'maan'],
  ['Wat weet je over Bach?', 'topic', 'Bach'],
  ['Kwantummechanica', 'bare', 'Kwantummechanica'],
]

questionTable('nl', understood, declined)
