-- The history of one record, newest first: each audit entry names the one before it, so only these are read.
-- KEYS  records, removed, audit    ARGV  record id, most entries to return
-- Replies  a list of stream entries {id, {field, value, …}}

local text = redis.call('HGET', KEYS[1], ARGV[1]) or redis.call('HGET', KEYS[2], ARGV[1])
local entries = {}
local id = text and string.match(string.sub(text, -64), ',"audit":"([%d-]+)"}$')
while id and #entries < tonumber(ARGV[2]) do
  local entry = redis.call('XRANGE', KEYS[3], id, id)[1]
  id = nil
  if entry then
    entries[#entries + 1] = entry
    for index = 1, #entry[2], 2 do
      if entry[2][index] == 'before' then
        id = entry[2][index + 1]
      end
    end
  end
end
return entries
