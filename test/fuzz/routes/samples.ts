import type { Tree } from '../json-tree.ts'

const message: Tree = { messageId: 'm1', role: 'ROLE_USER', parts: [{ text: 'plain' }], contextId: 'c1' }
const older: Tree = { kind: 'message', messageId: 'm2', role: 'user', parts: [{ kind: 'text', text: 'plain' }] }
const push: Tree = {
  url: 'http://127.0.0.1:9/hook',
  token: 't',
  authentication: { scheme: 'Bearer', credentials: 'x' },
}
const info: Tree = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'fuzz', version: '1' } }

function rpc(method: string, params: Tree): Tree {
  return { jsonrpc: '2.0', id: 1, method, params }
}

/** Bodies of operations whose schema says little, by the beginning of the method and the path. */
export const samples: readonly { path: RegExp; bodies: readonly Tree[] }[] = [
  {
    path: /^(POST|PUT|PATCH) \/api\/v1\/personas(\/\{id\})?$/,
    bodies: [
      { name: 'Made', solvers: ['failure'] },
      { id: 'made', name: 'Made by hand', description: 'A test.', solvers: ['says', 'failure'], aliases: ['m-*'] },
      { id: '../outside', name: 'Escaping', solvers: ['failure'] },
      { id: 'con', name: '/etc/passwd', solvers: [{ id: 'failure' }], failure: { timeout: '1s' } },
      { name: 'Lin', personal_background: { role: 'A guide' }, language_style: { tone: 'calm' }, solvers: ['failure'] },
      { description: null, deadline: '5s', maxToolRounds: 3, lang: 'de', says: null },
    ],
  },
  { path: /^POST \/api\/v1\/agents$/, bodies: [{ persona_id: 'fuzzed' }, { persona_id: 'Other', model: 'other' }] },
  { path: /^POST \/api\/v1\/sessions$/, bodies: [{ agent_id: '<known:agents:3>' }] },
  {
    path: /^POST .*\/responses$/,
    bodies: [
      { model: 'Fuzzed', input: 'plain', previous_response_id: '<known:responses:1>' },
      { model: 'Fuzzed', input: 'plain', conversation: '<known:conversations:1>' },
      {
        model: 'Fuzzed',
        input: [{ role: 'user', content: [{ type: 'input_file', file_id: '<known:files:1>' }] }],
        tools: [{ type: 'file_search', vector_store_ids: ['<known:vector_stores:1>'] }],
      },
    ],
  },
  {
    path: /^POST \/a2a(\/\{persona\})?$/,
    bodies: [
      rpc('SendMessage', { message }),
      rpc('SendStreamingMessage', { message, configuration: { returnImmediately: true, historyLength: 1 } }),
      rpc('GetTask', { id: '<known:tasks:1>', historyLength: 2 }),
      rpc('ListTasks', { contextId: 'c1', pageSize: 2, pageToken: 'x', status: 'TASK_STATE_COMPLETED' }),
      rpc('CancelTask', { id: '<known:tasks:1>' }),
      rpc('SubscribeToTask', { id: '<known:tasks:1>' }),
      rpc('CreateTaskPushNotificationConfig', { taskId: '<known:tasks:1>', ...push }),
      rpc('ListTaskPushNotificationConfigs', { taskId: '<known:tasks:1>' }),
      rpc('message/send', { message: older, configuration: { blocking: false } }),
      rpc('message/stream', { message: older }),
      rpc('tasks/get', { id: '<known:tasks:1>' }),
      rpc('tasks/resubscribe', { id: '<known:tasks:1>' }),
      rpc('tasks/pushNotificationConfig/set', { taskId: '<known:tasks:1>', pushNotificationConfig: push }),
    ],
  },
  {
    path: /^POST \/a2a.*\/message:/,
    bodies: [
      { message },
      { message, configuration: { acceptedOutputModes: ['text/plain'], taskPushNotificationConfig: push } },
      { message: older },
    ],
  },
  { path: /^POST \/a2a.*pushNotificationConfigs$/, bodies: [push, { id: 'p1', pushNotificationConfig: push }] },
  { path: /^POST \/a2a.*\/tasks\//, bodies: [{}, { id: '<known:tasks:1>' }] },
  {
    path: /^POST \/mcp/,
    bodies: [
      rpc('initialize', info),
      rpc('tools/list', {}),
      rpc('tools/call', { name: 'chat', arguments: { message: 'plain', conversation: 'c1' } }),
      rpc('resources/list', { cursor: 'x' }),
      rpc('resources/read', { uri: 'file:///etc/passwd' }),
      rpc('prompts/get', { name: 'voice', arguments: {} }),
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      [rpc('ping', {}), rpc('tools/list', {})],
    ],
  },
  {
    path: /^POST \/tools\//,
    bodies: [
      { text: 'a', expression: '1+1', word: 'tree', id: 'n1' },
      { _state: 'e30', _inputs: {} },
    ],
  },
  {
    path: /^POST .*\/vector_stores/,
    bodies: [
      { name: 'v', file_ids: ['<known:files:1>'] },
      { file_id: '<known:files:2>', attributes: { a: 1 } },
      { query: 'plain', filters: { type: 'eq', key: 'a', value: 1 } },
    ],
  },
  {
    path: /^POST .*\/conversations/,
    bodies: [{ items: [{ type: 'message', role: 'user', content: 'plain' }], metadata: { a: 'b' } }],
  },
]
