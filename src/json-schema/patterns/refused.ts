/** A pattern that is not a regular expression, or that cannot be run in linear time. The message is a sentence. */
export class PatternRefused extends Error {
  override readonly name = 'PatternRefused';
}
