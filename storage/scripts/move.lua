-- Remove a record or restore a removed one (step.act); it moves between the two hashes, its history goes on.
-- ARGV[2]  about {id, op, seen?}
-- Replies  {'stored', {text, '1' when replayed}}  or  {'conflict' | 'gone' | 'missing' | 'closed', '0', stored text}

local about = cjson.decode(ARGV[2])
local was = find(about.id)
if not was then
  return { 'missing', '0', '' }
end
local recalled = recall()
if recalled then
  return { 'stored', { text_at(recalled) or was.text, '1' } }
end
if is_closed() then
  return { 'closed', '0', '' }
end
local restores = step.act == 'restore'
if was.live == restores then
  if restores or was.record.op == about.op then
    return { 'stored', { was.text, '1' } }
  end
  return { 'gone', '0', was.text }
end
if about.seen and was.record.rev ~= about.seen then
  return { 'conflict', '0', was.text }
end
local old = was.record
about.schema, about.codes, about.rules_version = old.schema, old.codes, old.rules_version
local text, audit_id = change(step.act, about, was.data, was, restores, old.pos)
remember(audit_id)
sum_up()
return { 'stored', { text, '0' } }
