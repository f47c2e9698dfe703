/**
 * The words of a name, as it was written: `QRCodeCheckInId` is `QR Code Check In Id`, `visit.created` is `visit created`.
 * What no identifier may hold is left out.
 */
export function wordsIn(name: string): string[] {
  return name
    .normalize('NFKC')
    .split(/[^\p{L}\p{Nd}]+/u)
    .flatMap((part) => part.split(/(?<=[\p{Ll}\p{Lo}\p{Nd}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u))
    .filter((word) => word !== '');
}
