import { loadingCode } from './loadValue';
import { runLine } from './notebook/actions';

it('loads a value under its own name, with texts that end nowhere else', () => {
  expect(loadingCode({ run: 'digits-x7', step: 'split', name: 'images' })).toBe(
    'import kubeflow_lab\n\nimages = kubeflow_lab.pipeline_run("digits-x7").value("split", "images")\nimages'
  );
});

it.each([
  [{}, '%pipeline run'],
  [{ n: '3', rate: '0.1' }, '%pipeline run --param n=3 --param rate=0.1'],
  [{ title: 'a b' }, "%pipeline run --param 'title=a b'"],
  [{ title: "it's $HOME" }, `%pipeline run --param 'title=it'"'"'s $HOME'`]
])('writes %j as a shell reads it', (given, line) => {
  expect(runLine(given)).toBe(line);
});
