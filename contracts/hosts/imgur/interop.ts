// What clients in TypeScript do at imgur: an album loses a picture, and stays with the other ones.
import { type Client, OTHER, PICTURE, check } from "../../interop/clients/flow";

export async function flow(client: Client): Promise<void> {
  const first = (await client.call("images_upload", { image: PICTURE })).data;
  const second = (await client.call("images_upload", { image: OTHER })).data;
  const read = (await client.call("images_get", { image_id: first.id })).data;
  check(read.id === first.id, "the picture is another one", read);

  const made = (await client.call("albums_create", { title: "Tahoe" })).data;
  const secret = made.deletehash;
  const hashes = [first.deletehash, second.deletehash];
  await client.call("albums_update", { album_id: secret, "deletehashes[]": hashes });
  const images = async (): Promise<string[]> => {
    const album = (await client.call("albums_get", { album_id: made.id })).data;
    return album.images.map((image: { id: string }) => image.id);
  };
  check(`${await images()}` === `${[first.id, second.id]}`, "the album", await images());

  // The narrower call on DELETE is not offered: nothing that a client sends there can be lost.
  check(client.takes("albums_remove_images") === undefined, "a deletion that can grow is offered");
  check(client.takes("account_remove_album_images") === undefined, "the same below the account");
  check(`${[...(client.takes("albums_delete") ?? [])]}` === "album_id", "what a deletion takes");
  await client.call("albums_update", { album_id: secret, "deletehashes[]": hashes.slice(1) });
  check(`${await images()}` === second.id, "the album after it lost one", await images());
  for (const image of [first, second]) {
    const kept = (await client.call("images_get", { image_id: image.id })).data;
    check(kept.id === image.id, "a picture is gone", image);
  }
  check((await client.call("albums_delete", { album_id: secret })).data === true, "the deletion");
  const kept = (await client.call("images_get", { image_id: second.id })).data;
  check(kept.id === second.id, "the picture went with the album");
}
