// What clients in TypeScript do at ImgBB: upload and download.
import { type Client, PICTURE, download } from "../../interop/clients/flow";

export async function flow(client: Client): Promise<void> {
  const { data } = await client.call("images_upload", { image: PICTURE, key: "a-key" });
  await download(data.url);
}
