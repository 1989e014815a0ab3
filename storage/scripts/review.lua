-- Write one version of a review: feedback, a second reading, or the asking for it.
-- KEYS     records and removed are both the person's reviews
-- ARGV[2]  about {id, op, seen, target, marks, schema, codes, rules_version}    ARGV[3]  text of the data
-- Replies  {'stored', {text, '1' when replayed}}  or  {'conflict' | 'missing', '0', stored text}

local about, data = cjson.decode(ARGV[2]), ARGV[3]
local was = find(about.id)
local recalled = recall()
if recalled then
  return { 'stored', { text_at(recalled) or was.text, '1' } }
end
if not was and about.seen ~= 0 then
  return { 'missing', '0', '' }
end
if was and was.record.rev ~= about.seen then
  return { 'conflict', '0', was.text }
end
local text, audit_id = change('review', about, data, was, true, 0)
for name, value in pairs(about.marks) do
  if value == '' then
    redis.call('HDEL', SUMMARY, field(name))
  else
    redis.call('HSET', SUMMARY, field(name), value)
  end
end
remember(audit_id)
return { 'stored', { text, '0' } }
