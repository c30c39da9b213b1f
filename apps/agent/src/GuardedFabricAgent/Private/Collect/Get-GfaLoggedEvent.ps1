# The events of one of the HGS client's logs that say that something went wrong.
function Get-GfaLoggedEvent {
    param([string]$Log)
    foreach ($filter in @{ Level = 1, 2, 3 }, @{ Id = 2014 }) {
        $filter['LogName'] = "Microsoft-Windows-$Log"
        $filter['StartTime'] = (Get-Date).AddHours(-24)
        try { $found = @(Get-WinEvent -FilterHashtable $filter -MaxEvents 100 -ErrorAction Stop) } catch {
            # "Nothing matches" is an answer.
            if ("$($_.FullyQualifiedErrorId)" -notmatch '^NoMatchingEventsFound') { throw }
            continue
        }
        foreach ($entry in $found) { @{ Log = $Log; At = $entry.TimeCreated; Id = ConvertTo-GfaNumber $entry.Id; Level = ConvertTo-GfaNumber $entry.Level; Message = $entry.Message } }
    }
}
