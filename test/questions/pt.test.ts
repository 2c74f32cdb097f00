import { questionTable, type Row } from './table.ts'

const declined = [
  'Olá!',
  'muito obrigado',
  'Como você está?',
  'Que horas são?',
  'Eu te amo',
  'O que é isso?',
  'Quem é você?',
  'Quem é ela?',
  'Onde está o meu telefone?',
  'Fale-me de você',
  'Qual é o sentido da vida?',
  'Explique como funciona um motor',
]

const understood: readonly Row[] = [
  ['O que é um quark?', 'what', 'quark'],
  ['o que e um buraco negro', 'what', 'buraco negro'],
  ['O que é que é um quark?', 'what', 'quark'],
  ['Qual é a capital da França?', 'what', 'capital da França'],
  ['Você pode me dizer o que é um «buraco negro», por favor?', 'what', 'buraco negro'],
  ['O que significa efêmero?', 'definition', 'efêmero'],
  ['definição de liberdade', 'definition', 'liberdade'],
  ['significado da palavra saudade', 'definition', 'saudade'],
  ['sinônimos de bonito', 'synonyms', 'bonito'],
  ['outra palavra para feliz', 'synonyms', 'feliz'],
  ['Qual é o contrário de quente?', 'antonyms', 'quente'],
  ['Que tipos de queijo existem?', 'kinds', 'queijo'],
  ['exemplos de metáforas', 'examples', 'metáforas'],
  ['as partes da flor', 'parts', 'flor'],
  ['Um cão é um animal?', 'isA animal', 'cão'],
  ['Quem foi Camões?', 'person', 'Camões'],
  ['Onde fica Berlim?', 'place', 'Berlim'],
  ['Em que país fica o Porto?', 'place', 'Porto'],
  ['Onde nasceu Mozart?', 'place of birth', 'Mozart'],
  ['Quando Mozart nasceu?', 'time of birth', 'Mozart'],
  ['Quando morreu Camões?', 'time of death', 'Camões'],
  ['Quando é a Páscoa?', 'time', 'Páscoa'],
  ['Quando foi fundada Lisboa?', 'time of start', 'Lisboa'],
  ['Fale-me da lua', 'topic', 'lua'],
  ['O que você sabe sobre Bach?', 'topic', 'Bach'],
  ['Mecânica quântica', 'bare', 'Mecânica quântica'],
]

questionTable('pt', understood, declined)
