import { questionTable, type Row } from './table.ts'

const declined = [
  'Ciao!',
  'grazie mille',
  'Come stai?',
  'Che ore sono?',
  'Ti amo',
  "Che cos'è questo?",
  'Chi sei?',
  'Chi è lei?',
  "Dov'è il mio telefono?",
  'Parlami di te',
  'Qual è il senso della vita?',
  'Spiegami come funziona un motore',
]

const understood: readonly Row[] = [
  ["Che cos'è un quark?", 'what', 'quark'],
  ["cos'è l'amore", 'what', 'amore'],
  ['Qual è la capitale della Francia?', 'what', 'capitale della Francia'],
  ["Puoi dirmi cos'è un «buco nero», per favore?", 'what', 'buco nero'],
  ['Cosa significa effimero?', 'definition', 'effimero'],
  ['definizione di libertà', 'definition', 'libertà'],
  ['Qual è il significato della parola «amicizia»?', 'definition', 'amicizia'],
  ['sinonimi di bello', 'synonyms', 'bello'],
  ["un'altra parola per felice", 'synonyms', 'felice'],
  ['Qual è il contrario di caldo?', 'antonyms', 'caldo'],
  ['Quali tipi di formaggio ci sono?', 'kinds', 'formaggio'],
  ['esempi di metafore', 'examples', 'metafore'],
  ['le parti del fiore', 'parts', 'fiore'],
  ['Un cane è un animale?', 'isA animale', 'cane'],
  ['Chi era Dante Alighieri?', 'person', 'Dante Alighieri'],
  ["Dov'è Berlino?", 'place', 'Berlino'],
  ['Dove si trova La Spezia?', 'place', 'La Spezia'],
  ['Dove è nato Mozart?', 'place of birth', 'Mozart'],
  ['Quando è nato Mozart?', 'time of birth', 'Mozart'],
  ['Quando è morto Dante?', 'time of death', 'Dante'],
  ['Quando è Pasqua?', 'time', 'Pasqua'],
  ['Quando fu fondata Roma?', 'time of start', 'Roma'],
  ['Parlami della luna', 'topic', 'luna'],
  ['Cosa sai di Bach?', 'topic', 'Bach'],
  ['Meccanica quantistica', 'bare', 'Meccanica quantistica'],
]

questionTable('it', understood, declined)
