// Looks for new mail while the page is seen. What somebody is writing is never thrown away.
const reload = document.getElementById("reload");

async function look() {
  if (document.hidden) return;
  const answer = await fetch(reload.dataset.address);
  if (!answer.ok || (await answer.text()) === reload.dataset.count) return;
  const isWriting = [...document.querySelectorAll("input[id], textarea")].some((field) => field.value);
  if (isWriting) reload.textContent = reload.dataset.new;
  else location.reload();
}

setInterval(() => look().catch(() => {}), 3000);
