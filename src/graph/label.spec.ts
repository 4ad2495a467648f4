import { labelSize, shortLabel } from './label';

it.each([
  [[], ''],
  [['digits'], 'digits'],
  [['images', 'labels'], 'images, labels'],
  [['test_images', 'test_labels', 'train_images', 'train_labels'], 'test_images +3'],
  [['nearest', 'nearest_accuracy'], 'nearest +1'],
  [['a_name_that_is_far_too_long'], 'a_name_that_i…'],
  [['a_name_that_is_far_too_long', 'b'], 'a_name_tha… +1']
])('says %j as %s', (values, label) => {
  expect(shortLabel(values)).toBe(label);
  expect(label.length).toBeLessThanOrEqual(14);
});

it('takes room by its length', () => {
  expect(labelSize('1234567890')).toEqual({ width: 67, height: 16 });
});
