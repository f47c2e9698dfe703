/** Something in the file that means nothing. */
export interface Mistake {
  /** JSON Pointer into the file. */
  readonly pointer: string;
  readonly message: string;
}
