/** Plain admissions of not knowing, by primary language subtag. */
export const apologies = {
  ca: ['No ho sé.', 'No tinc cap resposta per a això.'],
  cs: ['To nevím.', 'Na to nemám odpověď.'],
  da: ['Det ved jeg ikke.', 'Det har jeg ikke noget svar på.'],
  de: ['Das weiß ich nicht.', 'Darauf habe ich keine Antwort.'],
  en: ["I don't know.", 'I have no answer to that.'],
  es: ['No lo sé.', 'No tengo respuesta para eso.'],
  eu: ['Ez dakit.', 'Ez daukat horretarako erantzunik.'],
  fr: ['Je ne sais pas.', "Je n'ai pas de réponse à cela."],
  gl: ['Non o sei.', 'Non teño resposta para iso.'],
  it: ['Non lo so.', 'Non ho una risposta a questo.'],
  nl: ['Dat weet ik niet.', 'Daar heb ik geen antwoord op.'],
  no: ['Det vet jeg ikke.', 'Det har jeg ikke noe svar på.'],
  pl: ['Nie wiem.', 'Nie znam odpowiedzi na to pytanie.'],
  pt: ['Não sei.', 'Não tenho resposta para isso.'],
  sv: ['Det vet jag inte.', 'Det har jag inget svar på.'],
} as const satisfies Record<string, readonly [string, ...string[]]>
