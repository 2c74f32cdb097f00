// @ts-check
import toolbox from 'dramatis-toolbox-{{name}}'
import { toolboxContract } from 'dramatis/testing'

toolboxContract('{{name}}', toolbox, {
  calls: { count_words: { input: { text: 'The end of the road.' }, output: { words: 5, different: 4 } } },
  refuses: { count_words: [{}, { text: 7 }, { text: 'x'.repeat(100_001) }, { text: '', lang: 'en' }] },
})
