/** What has been sent; a real service would call its provider of messages. */
export const sent: string[] = [];

/** Tells a guest that it is their turn. */
export async function notifyGuest(position: { readonly id?: string | null | undefined }): Promise<void> {
  await Promise.resolve();
  sent.push(`It is your turn (${position.id ?? 'your place'}).`);
}
