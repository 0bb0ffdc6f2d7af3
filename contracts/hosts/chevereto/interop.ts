// What clients in TypeScript do at sites of this family: upload and download.
import { type Client, PICTURE, check, download } from "../../interop/clients/flow";

export async function flow(client: Client): Promise<void> {
  const values = { source: PICTURE, format: "json", key: "a-key" };
  const { image } = await client.call("images_upload", values);
  check(image.extension === "gif", "the picture", image);
  await download(image.url);
}
