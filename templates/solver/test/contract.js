// @ts-check
import solver from 'dramatis-solver-{{name}}'
import { solverContract } from 'dramatis/testing'

solverContract('{{name}}', solver, {
  answers: { hello: 'Hello from {{name}}.', 'Good evening!': /hello/i },
  declines: ['', 'what is a quark?', 'othello'],
})

solverContract('{{name}} with a reply of its own', solver, {
  config: { reply: 'Ahoy.' },
  answers: { hi: 'Ahoy.' },
})
