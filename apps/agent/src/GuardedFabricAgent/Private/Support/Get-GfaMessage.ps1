# A string of en-US/GuardedFabricAgent.Strings.psd1 with its arguments.
function Get-GfaMessage {
    param([string]$Name, [object[]]$Argument = @())
    $script:GfaStrings[$Name] -f $Argument
}
