# The newest events of one of the HGS client's logs that a question in XPath finds, a hundred at most.
function Find-GfaLoggedEvent {
    param([string]$Log, [string]$XPath)
    try { $found = @(Microsoft.PowerShell.Diagnostics\Get-WinEvent -LogName "Microsoft-Windows-$Log" -FilterXPath $XPath -MaxEvents 100 -ErrorAction Stop) } catch {
        # "Nothing matches" is an answer.
        if ("$($_.FullyQualifiedErrorId)" -notmatch '^NoMatchingEventsFound') { throw }
        return
    }
    foreach ($entry in $found) { @{ Log = $Log; At = $entry.TimeCreated; Id = ConvertTo-GfaNumber $entry.Id; Level = ConvertTo-GfaNumber $entry.Level; Message = $entry.Message } }
}
