# The ways to ask for the HostGuardian feature.
function Get-GfaFeatureWay {
    @{
        Command = 'ServerManager\Get-WindowsFeature'
        Source = 'WindowsFeature'
        State = 'InstallState'
        Read = { Get-WindowsFeature -Name HostGuardian -ErrorAction Stop }
    }
    @{
        Command = 'Dism\Get-WindowsOptionalFeature'
        Source = 'OptionalFeature'
        State = 'State'
        Read = {
            try { Get-WindowsOptionalFeature -Online -FeatureName HostGuardian -ErrorAction Stop } catch {
                # This Windows does not know the feature: said as an error, and by number, since words are translated.
                if ("$($_.Exception.HResult) $(Get-GfaErrorText $_)" -notmatch '-2146498548|0x800f080c') { throw }
            }
        }
    }
}
