import { render, screen } from '@testing-library/react';

import { ErrorBoundary } from './ErrorBoundary.js';

function Broken(): JSX.Element {
  throw new Error('a defect');
}

it('a page that cannot be drawn offers to load it again', () => {
  const errors = jest.spyOn(console, 'error').mockImplementation();
  render(
    <ErrorBoundary>
      <Broken />
    </ErrorBoundary>
  );
  expect(screen.getByRole('alert').textContent).toMatch(/could not be drawn/);
  expect(screen.getByRole('button', { name: 'Load the page again' })).toBeTruthy();
  expect(errors).toHaveBeenCalled();
  errors.mockRestore();
});
