import { trialName } from './names.js';

const EXPERIMENT = { name: 'digits', uid: 'u1' };

it('gives each place its own name, always the same', () => {
  const names = Array.from({ length: 2_000 }, (_, index) => trialName(EXPERIMENT, index));
  expect(new Set(names).size).toBe(2_000);
  expect(names[7]).toBe(trialName({ ...EXPERIMENT }, 7));
  expect(names.every(name => /^digits-[a-z0-9]{8}$/.test(name))).toBe(true);
});

it('gives other names to an experiment that was made anew', () => {
  expect(trialName({ name: 'digits', uid: 'u2' }, 0)).not.toBe(trialName(EXPERIMENT, 0));
});
