// What clients in TypeScript do at ImageShack: an album loses a picture, and stays with the others.
import { type Client, OTHER, PICTURE, check } from "../../interop/clients/flow";

export async function flow(client: Client): Promise<void> {
  const login = await client.call("session_login_or_resume", { user: "demo", password: "demo" });
  const keys = { api_key: "a-key", auth_token: login.result.auth_token };
  client.signIn(keys);
  const ids: string[] = [];
  for (const file of [PICTURE, OTHER]) {
    const stored = (await client.call("images_by_post", { file, ...keys })).result;
    ids.push(stored.images[0].id);
  }
  const read = (await client.call("images_get", { image_id: ids[0] })).result;
  check(read.id === ids[0], "the picture is another one", read);

  const made = (await client.call("albums_create", { title: "Tahoe", ...keys })).result;
  await client.call("albums_add_images", { album_id: made.id, "files[]": ids, ...keys });
  const images = async (): Promise<string[]> => {
    const album = (await client.call("albums_get_or_images", { album_id: made.id })).result;
    return album.images.map((image: { id: string }) => image.id);
  };
  check(`${await images()}` === `${ids}`, "the album", await images());

  // The host has a route of its own for taking pictures out, and that is what is offered.
  const some = ids.slice(0, 1);
  await client.call("albums_remove_images", { album_id: made.id, "files[]": some, ...keys });
  check(`${await images()}` === ids[1], "the album after it lost one", await images());
  for (const operation of ["tags_delete", "tags_delete_many", "albums_delete_many_by_put"])
    check(client.takes(operation) === undefined, "a deletion that can grow is offered", operation);
  check(`${[...(client.takes("albums_delete") ?? [])]}` === "album_id", "what a deletion takes");
  for (const id of ids) {
    const kept = (await client.call("images_get", { image_id: id })).result;
    check(kept.id === id, "a picture is gone", id);
  }
  check((await client.call("albums_delete", { album_id: made.id })).result === true, "the deletion");
  const kept = (await client.call("images_get", { image_id: ids[1] })).result;
  check(kept.id === ids[1], "the picture went with the album");
}
