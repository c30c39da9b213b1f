# Remembers a collector that did not return, and says so. On a full disk it is asked again.
function Add-GfaHungCollector {
    param([string]$StatePath, [string]$Name, [datetime]$RunAt)
    try {
        $hung = Get-GfaHungCollector -StatePath $StatePath
        $kept = @{}
        foreach ($known in $hung.Keys) { $kept[$known] = ConvertTo-GfaTimestamp $hung[$known] }
        $kept[$Name] = ConvertTo-GfaTimestamp $RunAt
        Write-GfaStateFile -StatePath $StatePath -Name hung -Value $kept
    } catch {
        Write-Verbose (Get-GfaErrorText $_)
    }
    Write-GfaEvent -StatePath $StatePath -Id 2008 -Level Warning -Message (Get-GfaMessage RunEnded (ConvertTo-GfaTimestamp $RunAt), $Name)
}
