import { TensorError, inferAnswer, inferMessage } from './tensors.js';

const input = (change: object = {}) => ({
  inputs: [{ name: 'x', shape: [2], datatype: 'FP64', data: [1, 2], ...change }]
});

it.each([
  ['FP64', [1.5, null], { fp64_contents: [1.5, NaN] }],
  ['INT32', [-1, 2], { int_contents: [-1, 2] }],
  ['UINT64', [0, 2 ** 40], { uint64_contents: [0, 2 ** 40] }],
  ['BOOL', [true, false], { bool_contents: [true, false] }],
  ['BYTES', ['a', 'ö'], { bytes_contents: [Buffer.from('a'), Buffer.from('ö')] }]
])('writes %s into the field of a message that takes it', (datatype, data, contents) => {
  expect(inferMessage('iris', input({ datatype, data }))).toEqual({
    model_name: 'iris',
    id: '',
    inputs: [{ name: 'x', shape: [2], datatype, contents }]
  });
});

it('takes rows for the same as their values one after the other', () => {
  const rows = inferMessage('iris', input({ shape: [1, 2], data: [[1, 2]] }));
  expect(rows).toEqual(inferMessage('iris', input({ shape: [1, 2] })));
});

it.each([
  ['no tensors', { instances: [[1]] }, 'By gRPC a model is asked {"inputs":'],
  ['nothing', null, 'By gRPC a model is asked'],
  ['a tensor without a shape', input({ shape: undefined }), 'Each of the inputs has a name'],
  ['another shape', input({ shape: [3, 4] }), 'The input x has 2 values; its shape is [3, 4].'],
  ['another datatype', input({ datatype: 'FP8' }), 'The input x has the datatype FP8; there are'],
  ['a text among numbers', input({ data: [1, '2'] }), 'The input x holds "2", which is no FP64.'],
  [
    'a number that is too large',
    input({ datatype: 'INT8', data: [1, 128] }),
    'The input x holds 128, which is no INT8.'
  ],
  [
    'no number for a whole one',
    input({ datatype: 'INT64', data: [1, null] }),
    'The input x holds null, which is no INT64.'
  ],
  [
    'what the message has no place for',
    input({ parameters: {} }),
    'parameters: this is not passed on by gRPC; leave it out.'
  ]
])('refuses a body with %s', (_, body, sentence) => {
  expect(() => inferMessage('iris', body)).toThrow(TensorError);
  expect(() => inferMessage('iris', body)).toThrow(sentence);
});

const reply = (
  datatype: string,
  contents: Record<string, unknown[]> | null,
  raw: Buffer[] = []
) => ({
  model_name: 'iris',
  id: '1',
  outputs: [{ name: 'y', shape: [2], datatype, contents }],
  raw_output_contents: raw
});

it('reads values from the field of their type', () => {
  expect(inferAnswer(reply('INT64', { int64_contents: [0, 1] }))).toEqual({
    model_name: 'iris',
    id: '1',
    outputs: [{ name: 'y', shape: [2], datatype: 'INT64', data: [0, 1] }]
  });
  const texts = reply('BYTES', { bytes_contents: [Buffer.from('süd')] });
  expect(inferAnswer(texts).outputs[0].data).toEqual(['süd']);
});

it.each([
  ['INT64', Buffer.from('0100000000000000feffffffffffffff', 'hex'), [1, -2]],
  ['FP32', Buffer.from('0000c03f000020c0', 'hex'), [1.5, -2.5]],
  ['BOOL', Buffer.from('0100', 'hex'), [true, false]],
  ['BYTES', Buffer.from('010000006102000000c3b6', 'hex'), ['a', 'ö']]
])('reads %s that a server such as Triton packs', (datatype, raw, data) => {
  expect(inferAnswer(reply(datatype, null, [raw])).outputs[0].data).toEqual(data);
});

it('says which values it cannot read', () => {
  expect(() => inferAnswer(reply('FP16', null, [Buffer.alloc(4)]))).toThrow(
    'The model answered values of the datatype FP16, which cannot be shown.'
  );
});
