import { prove } from './testing/proof.js';

it('random notebooks print the same whole and step by step', () => {
  const { run, differences } = prove(
    Number(process.env.SEED ?? 1),
    Number(process.env.PROGRAMS ?? 25)
  );
  expect(run).toBeGreaterThanOrEqual(25);
  expect(differences).toEqual([]);
}, 600_000);
