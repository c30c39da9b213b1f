# The results as text. They go into the snapshot as they are: read and written again, a time could come out
# in another form.
function Receive-GfaCollection {
    param([string[]]$Name, [string]$Folder, [hashtable]$Ended)
    $facts = @{}
    foreach ($collector in $Name) {
        $path = Join-Path $Folder "$collector.json"
        if (Test-Path -LiteralPath $path) {
            $facts[$collector] = Read-GfaText -Path $path
            continue
        }
        $message = if ($Ended[$collector]) { 'CollectorTimedOut' } else { 'CollectorEnded' }
        $facts[$collector] = ConvertTo-GfaJson (New-GfaFact -Status failed -Reason (Get-GfaMessage $message $collector))
    }
    $facts
}
