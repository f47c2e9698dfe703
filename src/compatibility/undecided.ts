/** Thrown where a question cannot be answered; the message is the reason that a verdict `undecided` gives. */
export class Undecided extends Error {
  override readonly name = 'Undecided';
}
