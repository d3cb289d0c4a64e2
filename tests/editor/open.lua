-- Opens a file in Neovim with a language server, as a user's editor does, and prints what is shown:
--   FILE:LINE:COLUMN: warning: MESSAGE [CHECK]
--   FILE:LINE:COLUMN: note: MESSAGE           for each related location
-- With APPLY=1 in the environment it takes the first quick fix of the first diagnostic, says
-- "applied: TITLE", prints what is shown then, and leaves the text in FILE.fixed.
-- nvim --headless -u NONE -c 'luafile open.lua'    with SERVER (a command) and FILE in the environment
local function finish(status, text)
  io.stdout:write(text)
  io.stdout:flush()
  vim.cmd(status == 0 and 'qa!' or 'cq')
end

local file = vim.fn.fnamemodify(vim.env.FILE, ':p')
local published
local client = vim.lsp.start_client({
  cmd = vim.split(vim.env.SERVER, ' '),
  root_dir = vim.fn.fnamemodify(file, ':h'),
  handlers = {
    ['textDocument/publishDiagnostics'] = function(err, result, context, config)
      vim.lsp.diagnostic.on_publish_diagnostics(err, result, context, config)
      if vim.uri_to_fname(result.uri) == file then published = result.version or 0 end
    end,
  },
})
if not client then finish(1, 'the server does not start\n') end
vim.cmd('edit ' .. vim.fn.fnameescape(file))
vim.lsp.buf_attach_client(0, client)
local function wait_for(version)
  if not vim.wait(60000, function() return published and published >= version end, 20) then
    finish(1, 'nothing was published\n')
  end
end
wait_for(0)

local lines = {}
if vim.env.APPLY then
  local first = vim.diagnostic.get(0)[1]
  local lsp = vim.lsp.get_client_by_id(client)
  local place = { line = first.lnum, character = first.col }
  local range = { start = place, ['end'] = { line = first.end_lnum, character = first.end_col } }
  local answer = lsp.request_sync('textDocument/codeAction', {
    textDocument = { uri = vim.uri_from_bufnr(0) },
    range = range,
    context = { diagnostics = { vim.tbl_extend('force', first.user_data.lsp, {
      range = range, message = first.message, severity = first.severity, source = first.source,
    }) }, only = { 'quickfix' } },
  }, 60000, 0)
  local action = answer and answer.result and answer.result[1]
  if not (action and action.edit) then finish(1, 'no quick fix\n') end
  vim.lsp.util.apply_workspace_edit(action.edit, lsp.offset_encoding)
  wait_for(vim.lsp.util.buf_versions[0] or vim.b.changedtick)
  table.insert(lines, 'applied: ' .. action.title)
  vim.fn.writefile(vim.api.nvim_buf_get_lines(0, 0, -1, true), file .. '.fixed')
end
local function say(uri, range, kind, message)
  local start = range.start
  table.insert(lines, string.format('%s:%d:%d: %s: %s', vim.uri_to_fname(uri), start.line + 1,
    start.character + 1, kind, message:gsub('\n.*', '')))
end
for _, shown in ipairs(vim.diagnostic.get(0)) do
  local d = shown.user_data.lsp
  local uri = vim.uri_from_bufnr(0)
  local range = { start = { line = shown.lnum, character = shown.col } }
  local kind = shown.severity == vim.diagnostic.severity.ERROR and 'error' or 'warning'
  say(uri, range, kind, (shown.message:gsub('\n.*', '')) .. ' [' .. tostring(d.code) .. ']')
  for _, related in ipairs(d.relatedInformation or {}) do
    say(related.location.uri, related.location.range, 'note', related.message)
  end
end
finish(0, table.concat(lines, '\n') .. (#lines > 0 and '\n' or ''))
