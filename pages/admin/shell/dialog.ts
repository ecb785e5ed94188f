/** What dialogues have in common: a named button that closes them, and a header that is not taken for that of the page. */
export const DIALOG = { closeButtonProps: { 'aria-label': 'Close' }, attributes: { header: { role: 'none' } } } as const;
