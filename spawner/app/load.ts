/** Goes to an address that the server answers, in the place of this page. */
export function load(path: string): void {
  location.replace(path);
}
