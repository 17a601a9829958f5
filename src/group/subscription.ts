// What a member of a group wants to read. Owns: the kinds there are.

/** Topics by name; those whose names match here; or those whose names match at the coordinator (KIP-848 alone). */
export type Subscription =
  | { readonly kind: 'topics'; readonly topics: readonly string[] }
  /** Internal topics never match. */
  | { readonly kind: 'pattern'; readonly pattern: RegExp }
  /** In RE2's syntax; a whole name has to match. */
  | { readonly kind: 'server-pattern'; readonly pattern: string };
