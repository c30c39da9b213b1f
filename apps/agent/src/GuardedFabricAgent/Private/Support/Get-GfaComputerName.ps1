# What the computer that is looked at is called where nothing else says it.
function Get-GfaComputerName {
    if ($null -eq $script:GfaRemote) { return $env:COMPUTERNAME }
    $script:GfaRemote['Current']
}
