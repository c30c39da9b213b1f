# What a run that was ended had found of one thing, as text. After a power cut a file may be empty or full of NULs: that
# costs this fact alone.
function Get-GfaEndedFact {
    param([string]$Folder, [string]$Name, [string[]]$Unended)
    $path = Join-Path $Folder "$Name.json"
    $message = if ($Unended -contains $Name) { 'CollectorHung' } else { 'CollectorUnasked' }
    if (Test-Path -LiteralPath $path) {
        if ((Read-GfaJson $path).status) { return (Read-GfaText -Path $path) }
        $message = 'CollectorTorn'
    }
    ConvertTo-GfaJson (New-GfaFact -Status failed -Reason (Get-GfaMessage $message $Name))
}
