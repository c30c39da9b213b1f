/** What had focus and is removed leaves it to the page as a whole, where the keyboard begins again. */
export const isFocusLost = (): boolean =>
  document.activeElement === null || document.activeElement === document.body;
